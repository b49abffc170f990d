import { compareSeverities, type Severity } from '../severity';
import type { AlertView } from '../schemas';
import type { AlertMessage, MessageKind } from './schemas';

type MessageAlert = AlertMessage['alerts'][number];

export interface MessageInput {
  kind: MessageKind;
  nowMs: number;
  tenantName: string;
  url: string;
  groupKey: string;
  groupLabels: Record<string, string>;
  /** Alerts that fire or are acknowledged. */
  open: readonly AlertView[];
  resolved: readonly AlertView[];
  /** Why this recipient gets it. */
  reason: string;
}

const shownAlerts = 50;
const listedAlerts = 10;
const longest = { title: 250, line: 300, text: 3_000, annotation: 1_000, value: 1_024 } as const;
const mostPairs = 64;

/**
 * What is told of a group: a title to act on at night, a few lines of text, and at most 50 alerts, those that fire first, the worst and newest of them
 * first. It carries no link that does anything: those are made when it is sent.
 */
export function messageOf(input: MessageInput): AlertMessage {
  const { kind, nowMs, tenantName, url, groupKey, groupLabels, reason } = input;
  const open = [...input.open].sort(worstFirst);
  const resolved = [...input.resolved].sort(worstFirst);
  const all = [...open, ...resolved];
  const state = open.some(({ state }) => state === 'firing') ? 'firing' : open.length > 0 ? 'acknowledged' : 'resolved';
  return {
    kind, at: nowMs, tenant: tenantName, severity: all[0]?.severity ?? 'warning', state, groupKey, groupLabels, reason,
    title: cut(titleOf(input, open, resolved), longest.title),
    text: cut(textOf(all, nowMs), longest.text),
    counts: { firing: open.length, resolved: resolved.length },
    alerts: all.slice(0, shownAlerts).map((alert) => shownAlert(alert, url)),
    url: `${url}/alerts?group=${encodeURIComponent(groupKey)}`,
    acknowledgeUrl: null,
    resolveUrl: null,
  };
}

function titleOf({ nowMs, groupLabels }: MessageInput, open: readonly AlertView[], resolved: readonly AlertView[]): string {
  const [first] = [...open, ...resolved];
  if (!first) return 'Nothing fires';
  const isOver = open.length === 0;
  const flapping = open.some(({ isFlapping }) => isFlapping) ? ' (flapping)' : '';
  if (open.length + resolved.length === 1) return `${summaryOf(first)}${isOver ? ` (after ${durationOf(first, nowMs)})` : flapping}`;
  const alike = nameOf(open.length > 0 ? open : resolved, groupLabels);
  const counts = [open.length > 0 ? `${open.length} firing` : '', resolved.length > 0 ? `${resolved.length} resolved` : ''].filter(Boolean).join(', ');
  return open.length === 1 ? `${summaryOf(first)} (${resolved.length} resolved)${flapping}` : `${alike}: ${counts}${flapping}`;
}

/** What alerts have in common, in words: `DiskFull on web-1`. */
function nameOf(alerts: readonly AlertView[], groupLabels: Record<string, string>): string {
  const common = (of: (alert: AlertView) => string) => {
    const value = alerts[0] ? of(alerts[0]) : '';
    return alerts.every((alert) => of(alert) === value) ? value : '';
  };
  const labels = Object.entries(groupLabels).filter(([name]) => name !== 'alertname').map(([name, value]) => `${name}=${value}`).join(', ');
  const name = common((alert) => alert.name) || (labels === '' ? 'Different alerts' : `Alerts with ${labels}`);
  const place = common((alert) => alert.labels.instance ?? '') || common((alert) => alert.service);
  return place === '' ? name : `${name} on ${place}`;
}

function textOf(alerts: readonly AlertView[], nowMs: number): string {
  const lines = alerts.slice(0, listedAlerts).map((alert) => cut(lineOf(alert, nowMs), longest.line));
  if (alerts.length > listedAlerts) lines.push(`and ${alerts.length - listedAlerts} more`);
  const description = alerts.find((alert) => alert.annotations.description)?.annotations.description;
  return description ? [cut(description, longest.annotation), ...lines].join('\n') : lines.join('\n');
}

function lineOf(alert: AlertView, nowMs: number): string {
  const since = `since ${new Date(alert.startsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const flapping = alert.isFlapping ? ', flapping' : '';
  if (alert.state === 'resolved') return `resolved after ${durationOf(alert, nowMs)}: ${summaryOf(alert)}`;
  return `${alert.severity}${alert.state === 'acknowledged' ? ', acknowledged' : ''}${flapping} ${since}: ${summaryOf(alert)}`;
}

function summaryOf({ name, labels, service, annotations }: AlertView): string {
  if (annotations.summary) return cut(oneLine(annotations.summary), longest.line);
  const place = labels.instance || service;
  return place ? `${name} on ${place}` : name;
}

function durationOf({ startsAt, resolvedAt }: AlertView, nowMs: number): string {
  const seconds = Math.max(0, Math.round(((resolvedAt ?? nowMs) - startsAt) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  const hours = Math.floor(seconds / 3_600);
  if (hours < 48) return `${hours} h ${Math.floor((seconds % 3_600) / 60)} min`;
  return `${Math.floor(hours / 24)} days`;
}

function shownAlert({ id, fingerprint, name, severity, state, labels, annotations, value, startsAt, resolvedAt, runbookUrl }: AlertView, url: string): MessageAlert {
  return {
    id, fingerprint, name, severity, value, startsAt, resolvedAt, runbookUrl,
    state: state === 'pending' ? 'firing' : state,
    labels: bounded(labels, longest.value),
    annotations: bounded(annotations, longest.annotation),
    url: `${url}/alerts/${id}`,
  };
}

function bounded(pairs: Record<string, string>, length: number): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).slice(0, mostPairs).map(([name, value]) => [name, cut(value, length)]));
}

function worstFirst(a: { severity: Severity; startsAt: number; id: string }, b: { severity: Severity; startsAt: number; id: string }): number {
  return compareSeverities(a.severity, b.severity) || b.startsAt - a.startsAt || (a.id < b.id ? -1 : 1);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

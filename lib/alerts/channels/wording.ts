import type { AlertMessage } from '../notify/schemas';
import type { Severity } from '../severity';

type MessageAlert = AlertMessage['alerts'][number];

const severityWords: Record<Severity, string> = { critical: 'Critical', warning: 'Warning', info: 'Info' };
const severitySymbols: Record<Severity, string> = { critical: '🔴', warning: '🟠', info: '🔵' };

/** What a message is, in a word or two: the first thing read on a lock screen. */
export function statusOf({ kind, state, severity }: AlertMessage): string {
  if (kind === 'test') return 'Test';
  if (state === 'resolved') return 'Resolved';
  if (kind === 'acknowledge' || state === 'acknowledged') return 'Acknowledged';
  if (kind === 'escalate') return `Escalated: ${severityWords[severity].toLowerCase()}`;
  if (kind === 'repeat') return `Still ${severityWords[severity].toLowerCase()}`;
  return severityWords[severity];
}

export function symbolOf({ kind, state, severity }: AlertMessage): string {
  if (kind === 'test') return '🔔';
  if (state === 'resolved') return '✅';
  if (kind === 'acknowledge' || state === 'acknowledged') return '👀';
  return severitySymbols[severity];
}

/** Of the stripe beside a message, as 0xRRGGBB. */
export function colourOf({ kind, state, severity }: AlertMessage): number {
  if (kind === 'test') return 0x6b7280;
  if (state === 'resolved') return 0x16a34a;
  if (kind === 'acknowledge' || state === 'acknowledged') return 0x6b7280;
  return { critical: 0xdc2626, warning: 0xd97706, info: 0x2563eb }[severity];
}

/** One line: how bad, and what. */
export function headlineOf(message: AlertMessage): string {
  return oneLine(`${symbolOf(message)} ${statusOf(message)}: ${message.title}`);
}

/** How many, where it is more than one: `3 firing, 2 resolved`. */
export function countsOf({ counts }: AlertMessage): string {
  if (counts.firing + counts.resolved < 2) return '';
  const parts = [counts.firing > 0 ? `${counts.firing} firing` : '', counts.resolved > 0 ? `${counts.resolved} resolved` : ''];
  return parts.filter(Boolean).join(', ');
}

/** What an alert says, where, its value and since when; in words, without any markup. */
export interface AlertWords {
  what: string;
  where: string;
  value: string;
  since: string;
  description: string;
}

export function wordsOf(alert: MessageAlert, nowMs: number): AlertWords {
  const { annotations, value, startsAt, resolvedAt } = alert;
  const what = annotations.summary || annotations.message || alert.name;
  return {
    what: oneLine(`${alert.state === 'resolved' ? '✅ ' : ''}${what}`),
    where: whereOf(alert.labels),
    value: value === null ? '' : valueOf(value),
    since: resolvedAt === null ? `since ${timeOf(startsAt, nowMs)} (${durationOf(nowMs - startsAt)})` : `resolved ${timeOf(resolvedAt, nowMs)} after ${durationOf(resolvedAt - startsAt)}`,
    description: (annotations.description ?? '').trim(),
  };
}

/** One line of plain text about an alert. */
export function lineOf(alert: MessageAlert, nowMs: number): string {
  const { what, where, value, since } = wordsOf(alert, nowMs);
  return [what, where, value && `value ${value}`, since].filter(Boolean).join(' · ');
}

export interface MessageLink {
  title: string;
  url: string;
  isPrimary: boolean;
}

/** What can be done from a message, the most urgent first. */
export function linksOf({ acknowledgeUrl, resolveUrl, url, alerts, state }: AlertMessage): MessageLink[] {
  const runbook = alerts.find(({ runbookUrl }) => runbookUrl !== null)?.runbookUrl ?? null;
  const isOpen = state === 'firing';
  return [
    { title: 'Acknowledge', url: isOpen ? acknowledgeUrl : null, isPrimary: true },
    { title: 'Resolve', url: state === 'resolved' ? null : resolveUrl, isPrimary: false },
    { title: 'Runbook', url: state === 'resolved' ? null : runbook, isPrimary: false },
    { title: 'Open in Nines', url, isPrimary: false },
  ].flatMap(({ url: to, ...link }) => (to !== null && isWebUrl(to) ? [{ ...link, url: to }] : []));
}

/** A runbook is what a rule's author wrote: only http and https are links. */
function isWebUrl(text: string): boolean {
  return text.length <= 2_000 && /^https?:\/\/[^\s"'<>\\^`{|}]+$/i.test(text) && URL.canParse(text);
}

/** Labels that say where, the most telling first. */
const placeLabels = ['service', 'instance', 'host', 'hostname', 'node', 'pod', 'container', 'namespace', 'cluster', 'region', 'job', 'mountpoint', 'device', 'interface', 'target', 'url'];
const unshown = new Set(['alertname', 'severity', 'team', '__name__']);

function whereOf(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).filter((name) => !unshown.has(name) && labels[name] !== '');
  const rank = (name: string) => (placeLabels.includes(name) ? placeLabels.indexOf(name) : placeLabels.length);
  return oneLine(names.sort((a, b) => rank(a) - rank(b)).slice(0, 6).map((name) => (name === 'instance' || name === 'service' ? labels[name] : `${name}=${labels[name]}`)).join(', '));
}

/** A number as a person reads it: four significant digits, and no exponent where that is short enough. */
function valueOf(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** `03:12 UTC`, with the date where it is not of this day. */
function timeOf(ms: number, nowMs: number): string {
  const [date, time] = new Date(ms).toISOString().split('T');
  const isToday = date === new Date(nowMs).toISOString().slice(0, 10);
  return `${isToday ? '' : `${date} `}${time?.slice(0, 5)} UTC`;
}

function durationOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** Without line breaks and the invisible characters that turn a text around. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/ {2,}/g, ' ').trim();
}

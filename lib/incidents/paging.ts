import { clockWords } from '@/lib/alerts/clock-words';
import type { AlertMessage } from '@/lib/alerts/notify/schemas';
import type { EscalationState } from '@/lib/alerts/on-call/escalation';
import type { Severity } from '@/lib/alerts/severity';
import { isOpen } from './life-cycle';
import type { Incident } from './schemas';

/** What a page tells of an incident. Times in milliseconds since 1970. */
export interface PagedIncident extends Pick<Incident, 'id' | 'number' | 'title' | 'state' | 'roles' | 'times' | 'mergedInto' | 'createdAt'> {
  severityName: string;
  look: Severity;
  /** Names. */
  services: readonly string[];
}

type PageKind = 'fire' | 'escalate' | 'acknowledge' | 'resolve' | 'update';

interface Page {
  kind: PageKind;
  nowMs: number;
  tenantName: string;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
  /** Why this recipient gets it. */
  reason: string;
  /** In place of the title of the incident. */
  title?: string;
}

const shownServices = 10;
const longestTitle = 250;

/** Under which channels keep the messages of one incident together. */
export function groupKeyOf(incidentId: string): string {
  return `incident:${incidentId}`;
}

/** What is told of an incident: what, how bad, where, since when, and who is on it. It is a message without alerts. */
export function pageMessage(incident: PagedIncident, { kind, nowMs, tenantName, url, reason, title }: Page): AlertMessage {
  const isOver = kind === 'resolve';
  const named = title ?? `#${incident.number} ${incident.title}`;
  return {
    kind, at: nowMs, tenant: tenantName, severity: incident.look, state: isOver ? 'resolved' : kind === 'acknowledge' ? 'acknowledged' : 'firing', groupKey: groupKeyOf(incident.id),
    groupLabels: { incident: String(incident.number), ...(incident.services[0] === undefined ? {} : { service: incident.services[0] }) }, reason,
    title: named.length > longestTitle ? `${named.slice(0, longestTitle - 1).toWellFormed()}…` : named,
    text: linesOf(incident).join('\n'),
    counts: { firing: isOver ? 0 : 1, resolved: isOver ? 1 : 0 }, alerts: [], url: `${url}/incidents/${incident.id}`, acknowledgeUrl: null, resolveUrl: null,
  };
}

function linesOf({ severityName, state, services, roles, times, mergedInto, createdAt }: PagedIncident): string[] {
  const shown = services.slice(0, shownServices).join(', ');
  const more = services.length > shownServices ? ` and ${services.length - shownServices} more` : '';
  return [
    `Incident, ${severityName}, ${mergedInto ? `merged into #${mergedInto.number}` : state}`,
    ...(services.length > 0 ? [`Services: ${shown}${more}`] : []),
    `Since ${clockWords(times.started ?? createdAt)}`,
    roles.lead ? `${roles.lead.name} leads` : 'Nobody leads yet',
  ];
}

/** What is to be done about the paging of an incident; `end` tells those who were told. */
export type PagingStep = { kind: 'none' } | { kind: 'begin' } | { kind: 'go_on' } | { kind: 'end'; ended: NonNullable<EscalationState['ended']> };

/**
 * Pages begin once, when an incident has a policy and nobody is on it; they end when it is acknowledged after they began, over or merged, or their policy is deleted. What
 * somebody began anew, or declared it with, goes on although it was acknowledged by then, until somebody takes its next step away (`dueMs` null). What ended is told its resolution only.
 */
export function pagingStep(incident: Pick<Incident, 'state' | 'mergedInto' | 'times'> & { policyId: string | null }, escalation: EscalationState | null, hasPolicy: boolean): PagingStep {
  const isOver = !isOpen(incident.state) || incident.mergedInto !== null;
  const { acknowledged } = incident.times;
  if (escalation === null) {
    if (incident.policyId === null) return { kind: 'none' };
    if (isOver) return { kind: 'end', ended: 'resolved' };
    if (acknowledged !== null) return { kind: 'end', ended: 'acknowledged' };
    return hasPolicy ? { kind: 'begin' } : { kind: 'end', ended: 'policy_removed' };
  }
  if (escalation.ended === 'resolved') return { kind: 'none' };
  if (isOver) return { kind: 'end', ended: 'resolved' };
  const isAcknowledged = acknowledged !== null && acknowledged > escalation.startedAtMs;
  if (isAcknowledged && (escalation.ended === null || escalation.ended === 'exhausted')) return { kind: 'end', ended: 'acknowledged' };
  if (escalation.ended !== null) return { kind: 'none' };
  if (escalation.dueMs === null) return { kind: 'end', ended: 'acknowledged' };
  return hasPolicy ? { kind: 'go_on' } : { kind: 'end', ended: 'policy_removed' };
}

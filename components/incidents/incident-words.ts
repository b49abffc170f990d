import type { z } from 'zod';
import type { Severity as AlertSeverity } from '@/lib/alerts/severity';
import type { listIncidents } from '@/lib/incidents/api';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { EntryKind, Incident, IncidentRole, IncidentSeverity, IncidentState, Milestone } from '@/lib/incidents/schemas';

export const incidentStateWord: Record<IncidentState, string> = { investigating: 'Investigating', identified: 'Identified', monitoring: 'Monitoring', resolved: 'Resolved', reviewed: 'Reviewed' };

/** What a state says about the cause and the mend. */
export const incidentStateMeaning: Record<IncidentState, string> = {
  investigating: 'The cause is not known yet.',
  identified: 'The cause is known; a fix is under way.',
  monitoring: 'Fixed; it is watched whether that holds.',
  resolved: 'Over. The review is still to be written.',
  reviewed: 'Over, and its lesson is written.',
};

export const roleWord: Record<IncidentRole, string> = { lead: 'Lead', communications: 'Communications', scribe: 'Scribe' };

export const milestoneWord: Record<Milestone, string> = { started: 'Started', detected: 'Detected', acknowledged: 'Acknowledged', mitigated: 'Mitigated', resolved: 'Resolved' };

export const sourceWord: Record<Incident['source'], string> = { person: 'by hand', rule: 'by a rule', api: 'by the API', hook: 'by a call from outside' };

/** What an entry of the timeline is about. */
export const entryWord: Record<EntryKind, string> = {
  declared: 'Declared', state: 'State', severity: 'Severity', title: 'Title', role: 'Role', alert_joined: 'Alert joined', alert_left: 'Alert left', alert_state: 'Alert', delivery: 'Delivery',
  comment: 'Comment', correction: 'Correction', evidence: 'Evidence', update: 'Update', task: 'Task', time: 'Time', impact: 'Impact', merged: 'Merged', split: 'Split', deploy: 'Deployment',
  config: 'Configuration', review: 'Review', page: 'Page',
};

type SeverityShown = Pick<IncidentSeverity, 'name' | 'look'>;

/** How a severity is shown. One that is no longer in the settings, or not read yet, is shown by its key. */
export function severityShown(severities: readonly IncidentSeverity[], key: string): SeverityShown {
  return severities.find((each) => each.key === key) ?? { name: key, look: 'warning' };
}

/** `#12 Checkout is down`. */
export function incidentName({ number, title }: Pick<Incident, 'number' | 'title'>): string {
  return `#${number} ${title}`;
}

export function incidentsOf(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'incident' : 'incidents'}`;
}

/** How many are open. */
export function openCount({ investigating, identified, monitoring }: z.output<(typeof listIncidents)['response']>['counts']): number {
  return investigating + identified + monitoring;
}

/** When it began, as far as that is known. */
export function beganAt({ times, createdAt }: Pick<Incident, 'times' | 'createdAt'>): number {
  return times.started ?? createdAt;
}

/** Names in one line: `Checkout, Search and 3 more`. */
export function namesShort(names: readonly string[], most = 2): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** What an open incident lacks before anything else; null when somebody is on it. */
export function lackOf({ state, roles, times }: Pick<Incident, 'state' | 'roles' | 'times'>): 'lead' | 'acknowledgement' | null {
  if (!isOpen(state)) return null;
  if (roles.lead === null) return 'lead';
  return times.acknowledged === null ? 'acknowledgement' : null;
}

export interface IncidentAnswer {
  tone: AlertSeverity | 'calm';
  sentence: string;
  /** What the time after the sentence is of; null without one. */
  sinceMs: number | null;
}

/** Whether an incident is open, which is the worst and who has it, in one sentence. `open` may be a part of the `total` that are open. */
export function incidentAnswer(open: readonly Incident[], total: number, severities: readonly IncidentSeverity[]): IncidentAnswer {
  const [worst] = byWorst(open, severities);
  if (!worst || total === 0) return { tone: 'calm', sentence: 'No incident is open.', sinceMs: null };
  const who = worst.roles.lead ? `${worst.roles.lead.name} leads it` : 'nobody leads it';
  const others = total > 1 ? ` ${total - 1 === 1 ? 'One more is' : `${(total - 1).toLocaleString('en')} more are`} open.` : '';
  return { tone: severityShown(severities, worst.severity).look, sentence: `Incident ${incidentName(worst)} is open; ${who}.${others}`, sinceMs: beganAt(worst) };
}

/** The worst severity first, of one severity what began first. */
export function byWorst(incidents: readonly Incident[], severities: readonly IncidentSeverity[]): Incident[] {
  const place = (key: string) => {
    const at = severities.findIndex((each) => each.key === key);
    return at === -1 ? severities.length : at;
  };
  return incidents.toSorted((a, b) => place(a.severity) - place(b.severity) || beganAt(a) - beganAt(b));
}

import { formatDuration } from '@/components/time/format';
import type { AlertCounts, AlertGroup } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import { severities, type Severity } from '@/lib/alerts/severity';
import type { ShownState } from './alerts-state';

export const severityWord: Record<Severity, string> = { critical: 'Critical', warning: 'Warning', info: 'Info' };
export const shownStateWord: Record<ShownState, string> = { firing: 'Firing', acknowledged: 'Acknowledged', suppressed: 'Suppressed', pending: 'Pending', resolved: 'Resolved' };

/** The state that people see: an alert that fires and is suppressed tells nobody, and shows as suppressed. */
export function shownStateOf({ state, suppression }: Pick<AlertView, 'state' | 'suppression'>): ShownState {
  return state === 'firing' && suppression !== null ? 'suppressed' : state;
}

/** What fires and where: `Disk full on web-1`. */
export function titleOf({ name, labels }: Pick<AlertView, 'name' | 'labels'>): string {
  const where = labels.instance ?? labels.host ?? '';
  return where === '' || name.includes(where) ? name : `${name} on ${where}`;
}

/** What a group is about: its head, and how many follow it. */
export function headOf({ title, total, alerts }: Pick<AlertGroup, 'title' | 'total' | 'alerts'>): string {
  const [head] = alerts;
  if (!head) return title;
  return total === 1 ? titleOf(head) : `${titleOf(head)} and ${(total - 1).toLocaleString('en')} more`;
}

/** One line of what it means; empty where the rule says nothing. */
export function summaryOf({ annotations }: Pick<AlertView, 'annotations'>): string {
  return annotations.summary ?? annotations.message ?? annotations.description ?? '';
}

/** Why it does not page, who has it or how it ended, in a few words; empty where the state says all. */
export function standingOf(alert: AlertView, nowMs: number): string {
  const state = shownStateOf(alert);
  switch (state) {
    case 'suppressed':
      return alert.suppression?.reason ?? '';
    case 'acknowledged': {
      const who = alert.owner?.name ?? alert.acknowledgedBy?.name ?? '';
      const until = alert.acknowledgedUntil === null ? '' : `for ${formatDuration(alert.acknowledgedUntil - nowMs)} more`;
      return [who === '' ? '' : `by ${who}`, until].filter(Boolean).join(', ');
    }
    case 'resolved':
      return alert.resolution === null ? '' : resolutionWords(alert);
    case 'pending':
      return 'begins to fire if it lasts';
    case 'firing':
      return alert.isFlapping ? 'flapping: it comes and goes' : '';
  }
}

function resolutionWords({ resolution, resolvedBy }: AlertView): string {
  switch (resolution) {
    case 'person':
      return resolvedBy ? `by ${resolvedBy.name}` : 'by hand';
    case 'no_data':
      return 'its data ended';
    case 'timeout':
      return 'not heard of again';
    case 'rule_removed':
      return 'its rule is gone';
    case 'source':
      return 'by its source';
    case 'condition':
    case null:
      return '';
  }
}

/** What the first answer is made of. */
export interface AnswerFacts {
  counts: AlertCounts;
  /** The worst group that fires or, when none does, that is acknowledged. */
  top: AlertGroup | null;
  /** The alert that ended last within a day; null when none did, or when something is open. */
  last: AlertView | null;
}

export interface Answer {
  tone: Severity | 'calm';
  sentence: string;
  /** What the time after the sentence is of; null without one. */
  sinceMs: number | null;
}

/** The answer first: what fires and whether somebody has it, in one sentence. */
export function answerOf({ counts, top, last }: AnswerFacts): Answer {
  if (counts.firing > 0) return firingAnswer(counts, top);
  const rest = [counts.acknowledged > 0 ? `${alertsOf(counts.acknowledged)} acknowledged` : '', counts.suppressed > 0 ? `${alertsOf(counts.suppressed)} suppressed` : ''].filter(Boolean);
  if (rest.length > 0) {
    const owner = top?.alerts[0]?.owner?.name ?? top?.alerts[0]?.acknowledgedBy?.name;
    const who = counts.acknowledged > 0 && top && owner ? ` ${owner} has ${headOf(top)}.` : '';
    return { tone: 'calm', sentence: `Nothing new fires; ${rest.join(', ')}.${who}`, sinceMs: top?.since ?? null };
  }
  if (last) return { tone: 'calm', sentence: `Nothing fires. ${titleOf(last)} was the last.`, sinceMs: last.resolvedAt };
  return { tone: 'calm', sentence: 'Nothing fires, and nothing did in the last 24 h.', sinceMs: null };
}

function firingAnswer(counts: AlertCounts, top: AlertGroup | null): Answer {
  const worst = severities.find((severity) => counts.bySeverity[severity] > 0) ?? 'warning';
  const found = Math.max(1, counts.bySeverity[worst]);
  const more = counts.firing - found;
  const subject = `${found.toLocaleString('en')} ${worst === 'info' ? 'informational' : worst} ${found === 1 ? 'alert fires' : 'alerts fire'}`;
  const others = more > 0 ? `, and ${more.toLocaleString('en')} more` : '';
  if (!top) return { tone: worst, sentence: `${subject}${others}.`, sinceMs: null };
  return { tone: worst, sentence: `${subject}${others}; nobody has acknowledged ${headOf(top)}.`, sinceMs: top.since };
}

export function alertsOf(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'alert' : 'alerts'}`;
}

/** `3 firing, 1 acknowledged`: what a group holds, nothing of what it has not. */
export function countsInWords(counts: AlertGroup['counts']): string {
  return (['firing', 'acknowledged', 'suppressed', 'pending', 'resolved'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state].toLocaleString('en')} ${state}`)
    .join(', ');
}

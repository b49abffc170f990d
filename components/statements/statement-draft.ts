import { formatter } from '@/components/time/format';
import type { FieldIssue } from '@/lib/errors';
import { StatementInput } from '@/lib/statements/schemas';

/** What the form holds. */
export interface StatementDraft {
  serviceId: string;
  /** Empty: the last full month. */
  month: string;
  customer: string;
  /** Null: all of them. */
  objectiveIds: readonly string[] | null;
  hasReasons: boolean;
}

export interface ObjectiveChoice {
  id: string;
  name: string;
  timeZone: string;
}

/** The month of a moment in a zone: `2026-10`. */
export function monthAt(nowMs: number, zone: string): string {
  const [month = '', year = ''] = formatter(zone, { year: 'numeric', month: '2-digit' }).format(nowMs).split('/');
  return `${year}-${month}`;
}

/** The month that lies so many before another. */
export function monthBefore(month: string, by = 1): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + number - 1 - by;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

const monthsBack = 36;

/** The months to choose from, the newest first; one that was asked for is among them. */
export function monthChoices(nowMs: number, zone: string, asked: string): string[] {
  const now = monthAt(nowMs, zone);
  const months = Array.from({ length: monthsBack + 1 }, (_, by) => monthBefore(now, by)).filter((month) => month >= '2000-01');
  return asked === '' || months.includes(asked) ? months : [...months, asked].sort().reverse();
}

/** The objectives that a new statement begins with: those that were asked for and are there, else all, or where their months differ those of the zone that most of them have. */
export function startingObjectives(choices: readonly ObjectiveChoice[], asked: readonly string[] = []): readonly string[] | null {
  const kept = choices.flatMap(({ id }) => (asked.includes(id) ? id : []));
  if (kept.length > 0) return kept.length === choices.length ? null : kept;
  const zones = new Map<string, string[]>();
  for (const { id, timeZone } of choices) zones.set(timeZone, [...(zones.get(timeZone) ?? []), id]);
  if (zones.size <= 1) return null;
  return [...zones.values()].reduce((most, ids) => (ids.length > most.length ? ids : most));
}

/** The zone whose months a statement has: that of the objectives that are chosen. Null where they have several. */
export function zoneOfChosen(choices: readonly ObjectiveChoice[], chosen: readonly string[] | null): string | null {
  const zones = new Set(choices.filter(({ id }) => chosen === null || chosen.includes(id)).map(({ timeZone }) => timeZone));
  const [zone] = zones;
  return zones.size === 1 && zone !== undefined ? zone : null;
}

/** What is asked for, or what is wrong with it. */
export function readStatementDraft(draft: StatementDraft, choices: readonly ObjectiveChoice[] | undefined): { input: StatementInput; issues?: never } | { input?: never; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  if (draft.serviceId === '') issues.push({ path: 'serviceId', message: 'Choose the service that it is about.' });
  else if (choices?.length === 0) issues.push({ path: 'objectiveIds', message: 'The service has no objective yet: a statement says how objectives were kept.' });
  else if (draft.objectiveIds?.length === 0) issues.push({ path: 'objectiveIds', message: 'Choose an objective at least.' });
  else if (choices && zoneOfChosen(choices, draft.objectiveIds) === null) issues.push({ path: 'objectiveIds', message: 'These objectives have months of different time zones. Choose those of one, and make another statement for the others.' });
  if (issues.length > 0) return { issues };
  const read = StatementInput.safeParse({ ...draft, objectiveIds: [...(draft.objectiveIds ?? [])] });
  return read.success ? { input: read.data } : { issues: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
}

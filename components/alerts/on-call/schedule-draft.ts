import { ScheduleSettings, type Layer } from '@/lib/alerts/on-call/schemas';
import type { FieldIssue } from '@/lib/errors';

export interface RestrictionDraft {
  weekdays: readonly number[];
  from: string;
  to: string;
}

export interface LayerDraft {
  id: string;
  name: string;
  participants: readonly string[];
  /** The day of the first turn, and the local time of each hand-over. */
  startDate: string;
  handOver: string;
  endsAt: string;
  turnLength: string;
  turnUnit: Layer['turn']['unit'];
  restrictions: readonly RestrictionDraft[];
}

/** A schedule as its form holds it; overrides are made elsewhere and stay. */
export interface ScheduleDraft {
  name: string;
  timeZone: string;
  layers: readonly LayerDraft[];
  overrides: ScheduleSettings['overrides'];
}

export const workingHours: RestrictionDraft = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

/** A layer that changes hands on Monday mornings from the week of `today` (a date like 2026-03-29) on. */
export function newLayer(id: string, name: string, today: string): LayerDraft {
  return { id, name, participants: [], startDate: mondayOf(today), handOver: '09:00', endsAt: '', turnLength: '1', turnUnit: 'weeks', restrictions: [] };
}

export function draftOfSchedule({ name, timeZone, layers, overrides }: ScheduleSettings): ScheduleDraft {
  return { name, timeZone, overrides, layers: layers.map(draftOfLayer) };
}

/** The settings of a draft, or what is to be corrected. */
export function readSchedule({ name, timeZone, layers, overrides }: ScheduleDraft): { settings: ScheduleSettings; issues: [] } | { settings: null; issues: FieldIssue[] } {
  const parsed = ScheduleSettings.safeParse({ name, timeZone, overrides, layers: layers.map(layerOf) });
  if (parsed.success) return { settings: parsed.data, issues: [] };
  return { settings: null, issues: parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })) };
}

function draftOfLayer({ id, name, participants, startsAt, endsAt, turn, restrictions }: Layer): LayerDraft {
  return { id, name, participants, startDate: startsAt.slice(0, 10), handOver: startsAt.slice(11), endsAt: endsAt ?? '', turnLength: String(turn.length), turnUnit: turn.unit, restrictions };
}

function layerOf({ id, name, participants, startDate, handOver, endsAt, turnLength, turnUnit, restrictions }: LayerDraft) {
  return { id, name, participants, startsAt: `${startDate}T${handOver}`, endsAt: endsAt === '' ? null : endsAt, turn: { unit: turnUnit, length: Number(turnLength) }, restrictions };
}

function mondayOf(date: string): string {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return new Date(ms - ((new Date(ms).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
}

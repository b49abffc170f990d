import type { Span } from '@/lib/checks/span';
import { monthRange } from '@/lib/sla/days';
import { Counting } from '@/lib/sla/schemas';
import { causedTimelineSteps, type CausedStretch } from './caused-timeline';
import type { StatementObjective } from './schemas';
import { listStretches, stateTime, type StatedMonth, type StatedSettings } from './state-objective';

/** check, from, to, state, and the maintenance window or the event where there is one. */
export type TestSpan = readonly [check: string, from: string | number, to: string | number, state: Span['state'], maintenance?: string | null, eventId?: string];

const idOf = (check: string) => `00000000-0000-4000-8000-00000000000${check}`;
const timeOf = (time: string | number) => (typeof time === 'number' ? time : Date.parse(time));

export function spanOf([check, from, to, state, maintenance = null, eventId]: TestSpan): Span {
  return { checkId: idOf(check), fromMs: timeOf(from), toMs: timeOf(to), state, reason: `it was ${state}`, maintenance: maintenance === null ? null : { id: maintenance, name: `window ${maintenance}`, reason: 'planned' }, eventId: eventId ?? null };
}

export function monthOf(month: string, timeZone: string, measuredUntil?: string): StatedMonth {
  const range = monthRange(month, timeZone);
  return { ...range, timeZone, measuredUntilMs: measuredUntil === undefined ? range.toMs : Date.parse(measuredUntil) };
}

/** Checks 1, 2 and so on, each with a say in the whole month unless said. */
export function settingsOf(month: StatedMonth, checks: Record<string, { from?: string; to?: string }>, changed: Partial<StatedSettings> = {}): StatedSettings {
  const parts = Object.entries(checks).map(([name, { from, to }]) => ({ id: idOf(name), name: `check ${name}`, from: from === undefined ? month.fromMs : Date.parse(from), to: to === undefined ? month.measuredUntilMs : Date.parse(to) }));
  return { id: idOf('9'), name: 'available', sli: 'checks', measure: 'all', sliSha256: 'a'.repeat(64), target: '99.9', counting: Counting.parse({}), checks: parts, ...changed };
}

export function causedTimelineOf(...asked: Parameters<typeof causedTimelineSteps>): CausedStretch[] {
  const steps = causedTimelineSteps(...asked);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Every event that a span names is there. */
export function statedOf(settings: StatedSettings, spans: readonly Span[], month: StatedMonth, hasReasons = true): StatementObjective {
  const parts = settings.checks.map(({ id, from, to }) => ({ checkId: id, sinceMs: from, untilMs: to }));
  const timeline = causedTimelineOf(parts, spans, { fromMs: month.fromMs, toMs: month.measuredUntilMs }, hasReasons);
  const events = new Map(spans.flatMap(({ eventId, fromMs }) => (eventId === null ? [] : [[eventId, { id: eventId, at: fromMs, sha256: 'b'.repeat(64) }]])));
  return stateTime(settings, timeline, listStretches(timeline, settings.counting), events, month);
}

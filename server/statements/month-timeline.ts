import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import type { Span } from '@/lib/checks/span';
import { daysBetween, type TimeRange } from '@/lib/sla/days';
import { groupedBy } from '@/lib/sla/grouped-by';
import type { CheckPart } from '@/lib/sla/timeline';
import { causedTimelineSteps, joinTimelines, type CausedStretch } from '@/lib/statements/caused-timeline';
import type { StatedMonth } from '@/lib/statements/state-objective';
import { mostSpans, readEverySpan, TooManySpans } from '@/server/checks/spans';

interface Asked {
  parts: readonly CheckPart[];
  month: StatedMonth;
  hasReasons: boolean;
  nowMs: number;
}

const mostSpansOfMonth = 2 * mostSpans;

const Lapsed = z.object({ checkId: z.string(), fromMs: z.number(), measuredMs: z.number() });

/**
 * What each moment of a month until `measuredUntilMs` was, and by which checks; by days where there are too many spans for one go. Lets other work go on in
 * between. Throws `TooManySpans` for more than 200,000 in a day or 400,000 in the month.
 */
export async function readMonthTimeline(client: pg.ClientBase, asked: Asked): Promise<CausedStretch[]> {
  const { fromMs, measuredUntilMs, timeZone } = asked.month;
  const lapsed = await readLapsed(client, asked);
  try {
    return (await readPart(client, asked, lapsed, { fromMs, toMs: measuredUntilMs })).timeline;
  } catch (error) {
    if (!(error instanceof TooManySpans)) throw error;
  }
  const timelines: CausedStretch[][] = [];
  let spans = 0;
  for (const day of daysBetween(fromMs, measuredUntilMs, timeZone)) {
    const { timeline, count } = await readPart(client, asked, lapsed, { fromMs: day.fromMs, toMs: Math.min(day.toMs, measuredUntilMs) });
    spans += count;
    if (spans > mostSpansOfMonth) throw new TooManySpans();
    timelines.push(timeline);
  }
  return joinTimelines(timelines);
}

async function readPart(client: pg.ClientBase, { parts, hasReasons }: Asked, lapsed: ReadonlyMap<string, z.infer<typeof Lapsed>[]>, range: TimeRange) {
  const spans = await readEverySpan(client, parts.map(({ checkId }) => checkId), range.fromMs, range.toMs);
  const proved = spans.flatMap((span): Span[] => {
    const end = lapsed.get(span.checkId)?.find(({ fromMs }) => fromMs === span.fromMs);
    const toMs = end ? Math.min(span.toMs, end.measuredMs) : span.toMs;
    return toMs > range.fromMs ? [{ ...span, toMs }] : [];
  });
  return { timeline: await inSteps(causedTimelineSteps(parts, proved, range, hasReasons)), count: spans.length };
}

async function inSteps<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}

/**
 * Open spans whose last result does not stand any more: they end with it as soon as the next result comes, so that is what is stated, and what is verified comes
 * out the same later.
 */
async function readLapsed(client: pg.ClientBase, { parts, month, nowMs }: Asked): Promise<Map<string, z.infer<typeof Lapsed>[]>> {
  const { rows } = await client.query(
    `select check_id as "checkId", round(extract(epoch from span_from) * 1000)::float8 as "fromMs", round(extract(epoch from measured_at) * 1000)::float8 as "measuredMs"
     from check_states where check_id = any($1::uuid[]) and span_from is not null and covered_until < $2 and measured_at < $3`,
    [parts.map(({ checkId }) => checkId), new Date(nowMs), new Date(month.measuredUntilMs)],
  );
  return groupedBy(z.array(Lapsed).parse(rows), ({ checkId }) => checkId);
}

import type pg from 'pg';
import type { Bar } from '@/lib/checks/api';
import { barsOf } from '@/lib/checks/bars';
import { AppError } from '@/lib/errors';
import { readEverySpan, spansByCheck, TooManySpans } from './spans';

interface Time {
  fromMs: number;
  toMs: number;
}

/** A check, or all checks of a service. */
interface Item {
  id: string;
  checks: readonly string[];
}

/** At most so many times 200,000 spans are looked at for one answer. */
const mostQuestions = 16;

/**
 * Bars of a time, `count` of the same length in whole milliseconds, by the item: of a few items or bars at once where there are too many spans to look at in one go. Throws
 * AppError `unavailable` where even that would take too long.
 */
export async function readBars(client: pg.ClientBase, items: readonly Item[], time: Time, count: number): Promise<Map<string, Bar[]>> {
  let asked = 0;
  const read = async (some: readonly Item[], { fromMs, toMs }: Time, bars: number): Promise<Map<string, Bar[]>> => {
    asked += 1;
    try {
      const spans = spansByCheck(await readEverySpan(client, [...new Set(some.flatMap(({ checks }) => checks))], fromMs, toMs));
      return new Map(some.map(({ id, checks }) => [id, barsOf(checks.flatMap((check) => spans.get(check) ?? []), fromMs, toMs, bars)]));
    } catch (error) {
      if (!(error instanceof TooManySpans)) throw error;
    }
    if (asked >= mostQuestions || (some.length < 2 && bars < 2)) throw new AppError('unavailable', 'The checks changed too often in this time to be shown. Ask for a shorter time, or for fewer of them.');
    if (some.length > 1) {
      const half = some.length >> 1;
      return new Map([...(await read(some.slice(0, half), { fromMs, toMs }, bars)), ...(await read(some.slice(half), { fromMs, toMs }, bars))]);
    }
    const older = bars >> 1;
    const middleMs = fromMs + ((toMs - fromMs) / bars) * older;
    const [first, second] = [await read(some, { fromMs, toMs: middleMs }, older), await read(some, { fromMs: middleMs, toMs }, bars - older)];
    return new Map(some.map(({ id }) => [id, [...(first.get(id) ?? []), ...(second.get(id) ?? [])]]));
  };
  return read(items, time, count);
}

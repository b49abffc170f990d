import { describe, expect, it } from 'vitest';
import { daysBetween } from '@/lib/sla/days';
import { historyOf, type Recorded } from '@/lib/sla/figures';
import type { Part, RecordedDay } from '@/lib/sla/recorded-days';
import { ObjectiveInput } from '@/lib/sla/schemas';
import { historyFor } from './kept-history';

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-04-20T07:13:21Z');
const settings = ObjectiveInput.parse({ name: 'Shop is up', serviceId: '00000000-0000-4000-8000-00000000000a', sli: { kind: 'checks', checkIds: [] } });
const up = (fromMs: number, toMs: number): Part => ({ tally: { upMs: toMs - fromMs, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 }, amount: null });
const partOf = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => up(fromMs, toMs);

function recordedSince(days: number, isRecorded: (index: number) => boolean = () => true): Recorded {
  const found: RecordedDay[] = daysBetween(nowMs - days * dayMs, nowMs, settings.timeZone).slice(0, -1).filter((_, index) => isRecorded(index)).map((day) => ({ ...day, part: up(day.fromMs, day.toMs) }));
  return { settings, days: found, measuredFromMs: found[0]?.fromMs ?? null };
}

describe('the history of a list', () => {
  it.each([[[90, 366, 90, 30]], [[366, 1, 3, 4, 2]], [[5, 4, 366]]])('is the same whatever was asked for before: %j', (asked) => {
    for (const since of [1, 2, 3, 4, 60, 400]) {
      const recorded = recordedSince(since);
      for (const days of asked) expect(historyFor({ recorded, partOf, nowMs }, days)).toEqual(historyOf(recorded, partOf, nowMs, days));
    }
  });
  it('keeps each day once, for the longest that was asked for and all that are shorter', () => {
    const recorded = recordedSince(400);
    const long = historyFor({ recorded, partOf, nowMs }, 366);
    const short = historyFor({ recorded, partOf, nowMs }, 90);
    expect(short).toHaveLength(90);
    for (const [index, each] of short.slice(0, -3).entries()) expect(each).toBe(long[366 - 90 + index]);
  });
  it('keeps no day that is not recorded yet', () => {
    const recorded = recordedSince(60, (index) => index !== 40);
    const first = historyFor({ recorded, partOf: null, nowMs }, 90);
    expect(historyFor({ recorded, partOf, nowMs }, 90)).toEqual(historyOf(recorded, partOf, nowMs, 90));
    expect(first).not.toEqual(historyFor({ recorded, partOf, nowMs }, 90));
  });
  it('is another one on the next day', () => {
    const recorded = recordedSince(60);
    historyFor({ recorded, partOf, nowMs }, 30);
    const next = { recorded, partOf, nowMs: nowMs + dayMs };
    expect(historyFor(next, 30)).toEqual(historyOf(recorded, partOf, nowMs + dayMs, 30));
  });
});

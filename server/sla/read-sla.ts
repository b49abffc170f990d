import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { readSla as endpoint } from '@/lib/sla/api';
import { maxObjectives } from '@/lib/sla/schemas';
import { compareStandings, historyOf, standingOf, unrecordedRanges } from '@/lib/sla/figures';
import { byRecordedDays, measureEvents, measureTime, type SlaSources } from './measured-objectives';
import { viewOfObjective } from './objective-view';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;
type Answer = z.input<(typeof endpoint)['response']>;

/** Objectives with how they stand and their days, the worst first: what counts events is placed by its recorded days, and the metrics are asked only for those that are shown. */
export async function readSla(sources: SlaSources, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, { serviceId, text, days, limit, offset }: Query): Promise<Answer> {
  const found = await measureTime(sources, tenant, {
    filter: { serviceId, text, limit: maxObjectives },
    nowMs: now,
    rangesOf: (recorded, nowMs) => unrecordedRanges(recorded, nowMs, days),
  });
  const ranked = found
    .map((each) => {
      const { recorded, partOf, nowMs } = byRecordedDays(each);
      return { each, standing: standingOf(recorded, partOf, nowMs) };
    })
    .sort((a, b) => compareStandings(a.standing, b.standing));
  const objectives: Answer['objectives'] = [];
  for (const { each } of ranked.slice(offset, offset + limit)) {
    const measured = await measureEvents(sources, tenant, each);
    objectives.push({ ...viewOfObjective(measured), history: historyOf(measured.recorded, measured.partOf, measured.nowMs, days) });
  }
  return { objectives, total: ranked.length, at: now };
}

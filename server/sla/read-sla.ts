import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { readSla as endpoint } from '@/lib/sla/api';
import { maxObjectives } from '@/lib/sla/schemas';
import { compareStandings, standingOf, unrecordedRanges } from '@/lib/sla/figures';
import type { TenantRef } from '@/lib/tenants';
import { byRecordedDays, isOfEvents, measureEvents, measureTime, type Measurable, type MeasuredObjective, type SlaSources } from './measured-objectives';
import { historyFor } from './kept-history';
import { viewOfObjective } from './objective-view';
import { inRounds, keyOfItems } from './rounds';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;
type Answer = z.input<(typeof endpoint)['response']>;

/** What the metrics are asked of one page, together. */
const eventsBudgetMs = 5_000;
/**
 * Objectives with how they stand and their days, the worst first: what counts events is placed by its recorded days, and the metrics are asked only for those
 * that are shown, five seconds at most; those that are not reached have no figures, and come first the next time.
 */
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
  const shown = await measureShown(sources, tenant, ranked.slice(offset, offset + limit).map(({ each }) => each));
  return { objectives: shown.map((measured) => ({ ...viewOfObjective(measured), history: historyFor(measured, days) })), total: ranked.length, at: now };
}

async function measureShown(sources: SlaSources, tenant: TenantRef, shown: readonly Measurable[]): Promise<MeasuredObjective[]> {
  const measured = new Map<string, MeasuredObjective>();
  const items = shown.filter(({ objective }) => isOfEvents(objective)).map((each) => ({ each, id: each.objective.id }));
  await inRounds({
    key: keyOfItems(`list ${tenant.id}`, items),
    items,
    budgetMs: eventsBudgetMs,
    run: async ({ each, id }, leftMs) => {
      const found = await measureEvents(sources, tenant, each, leftMs);
      measured.set(id, found);
      return found.partOf !== null;
    },
  });
  return shown.map((each) => measured.get(each.objective.id) ?? each);
}

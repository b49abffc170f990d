import { budgetLeftMetric, burnRateMetric } from '@/lib/sla/burn-rules';
import { burnOf, unrecordedBurnRanges } from '@/lib/sla/figures';
import { maxObjectives } from '@/lib/sla/schemas';
import type { Sample } from '@/lib/metrics/sample';
import type { TenantRef } from '@/lib/tenants';
import { appendSamples } from '@/server/metrics/append-samples';
import { isOfEvents, measureEvents, measureTime, type MeasuredObjective, type SlaSources } from './measured-objectives';
import { inRounds } from './rounds';

const eventsBudgetMs = 5_000;

/**
 * Writes how fast each objective of a tenant spends its budget over each window that alerts look at, and the share of the budget that is left; where nothing
 * counts or the metrics do not answer, nothing. The same arithmetic as that of what is shown. Those that count events take five seconds together; the rest of them
 * is measured the next time. `nowMs` is in milliseconds since 1970. Answers the number of samples.
 */
export async function recordBurn(sources: SlaSources, tenant: TenantRef, nowMs: number): Promise<number> {
  const found = await measureTime(sources, tenant, { filter: { limit: maxObjectives }, nowMs, rangesOf: unrecordedBurnRanges });
  const ofTime = found.filter(({ objective }) => !isOfEvents(objective)).flatMap((each) => samplesOf(each, nowMs));
  if (ofTime.length > 0) await appendSamples(sources.metrics, tenant, ofTime);
  const ofEvents: Sample[] = [];
  await inRounds({
    key: `burn ${tenant.id}`,
    items: found.filter(({ objective }) => isOfEvents(objective)).map((each) => ({ ...each, id: each.objective.id })),
    budgetMs: eventsBudgetMs,
    run: async (each, leftMs) => {
      const measured = await measureEvents(sources, tenant, each, leftMs);
      ofEvents.push(...samplesOf(measured, nowMs));
      return measured.partOf !== null;
    },
  });
  if (ofEvents.length > 0) await appendSamples(sources.metrics, tenant, ofEvents);
  return ofTime.length + ofEvents.length;
}

function samplesOf({ objective, recorded, partOf, nowMs: ofMs }: MeasuredObjective, at: number): Sample[] {
  const labels = { objective_id: objective.id, objective: objective.settings.name, service: objective.service.name };
  const { rates, leftRatio } = burnOf(recorded, partOf, ofMs);
  const samples = Object.entries(rates).flatMap(([window, value]): Sample[] => (value === null ? [] : [{ name: burnRateMetric, labels: { ...labels, window }, value, at }]));
  if (leftRatio !== null) samples.push({ name: budgetLeftMetric, labels, value: leftRatio, at });
  return samples;
}

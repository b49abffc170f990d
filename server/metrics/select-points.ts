import type pg from 'pg';
import { z } from 'zod';
import type { ReadPlan } from '@/lib/metrics/retention';
import type { Aggregation } from '@/lib/metrics/schemas';
import type { TenantRef } from '@/lib/tenants';
import { rawSum } from './raw-sum';
import type { FoundSet } from './select-series';

interface Points {
  times: number[];
  values: number[];
}

interface Source {
  table: 'samples' | 'rollups_1m' | 'rollups_1h';
  fromMs: number;
  toMs: number;
}

const Row = z.object({ series_id: z.number(), steps: z.string(), points: z.string() });

/** What each table gives for an aggregation (`a`, and the weight `n` where needed), and how the parts of one step combine. */
const aggregates: Record<Aggregation, { raw: string; rollup: string; combined: string }> = {
  avg: { raw: `${rawSum} as a, 1 as n`, rollup: 'sum as a, count as n', combined: 'sum(a) / sum(n)' },
  sum: { raw: `${rawSum} as a`, rollup: 'sum as a', combined: 'sum(a)' },
  min: { raw: 'value as a', rollup: 'min as a', combined: 'min(a)' },
  max: { raw: 'value as a', rollup: 'max as a', combined: 'max(a)' },
  count: { raw: '1 as a', rollup: 'count as a', combined: 'sum(a)' },
  last: { raw: 'value as a', rollup: 'last as a', combined: '(array_agg(a order by at desc))[1]' },
};

/**
 * Points by series id. Each table answers for its own part of the window, up to where it is rolled up, so nothing is missing at the right
 * edge and nothing counts twice.
 */
export async function selectPoints(
  client: pg.ClientBase,
  tenant: TenantRef,
  found: FoundSet,
  plan: ReadPlan,
  aggregation: Aggregation,
): Promise<Map<number, Points>> {
  const { raw, rollup, combined } = aggregates[aggregation];
  const values: unknown[] = [tenant.number, found.series.map(({ id }) => id), plan.fromMs, plan.stepMs];
  const bind = (value: unknown) => `$${values.push(value)}::bigint`;
  const parts = sourcesOf(found, plan).map(
    ({ table, fromMs, toMs }) => `select series_id, at, ${table === 'samples' ? raw : rollup} from metrics.${table}
      where tenant_number = $1 and series_id = any ($2::int[]) and at >= ${bind(fromMs)} and at < ${bind(toMs)}`,
  );
  if (parts.length === 0) return new Map();
  const { rows } = await client.query(
    `select series_id, string_agg(step::text, ',') as steps, string_agg(point::text, ',') as points from (
       select series_id, (at - $3::bigint) / $4::bigint as step, ${combined} as point
       from (${parts.join(' union all ')}) parts group by 1, 2 order by 1, 2
     ) steps group by series_id`,
    values,
  );
  return new Map(z.array(Row).parse(rows).map((row) => [row.series_id, pointsOf(row, plan)]));
}

function sourcesOf({ rolled1mTo, rolled1hTo }: FoundSet, { resolution, fromMs, toMs }: ReadPlan): Source[] {
  const hoursTo = resolution === '1h' ? rolled1hTo : -Infinity;
  const minutesTo = resolution === '1s' ? -Infinity : rolled1mTo;
  const sources: Source[] = [
    { table: 'rollups_1h', fromMs, toMs: Math.min(toMs, hoursTo) },
    { table: 'rollups_1m', fromMs: Math.max(fromMs, hoursTo), toMs: Math.min(toMs, minutesTo) },
    { table: 'samples', fromMs: Math.max(fromMs, minutesTo), toMs },
  ];
  return sources.filter((source) => source.fromMs < source.toMs);
}

/** Points are finite: a sum beyond float64 is shown as its largest value, and NaN has no point. */
function pointsOf(row: z.infer<typeof Row>, plan: ReadPlan): Points {
  const values = row.points.split(',').map(Number);
  const times = row.steps.split(',').map((step) => plan.fromMs + Number(step) * plan.stepMs);
  if (values.every(Number.isFinite)) return { times, values };
  const kept = values.flatMap((value, index) => (Number.isNaN(value) ? [] : [index]));
  return {
    times: kept.map((index) => times[index] ?? 0),
    values: kept.map((index) => Math.min(Math.max(values[index] ?? 0, -Number.MAX_VALUE), Number.MAX_VALUE)),
  };
}

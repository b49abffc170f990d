import { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Database } from '@/server/database/database';
import { appendSamples } from '@/server/metrics/append-samples';
import { settingsIn } from './incident-settings';

const Row = z.object({ severity: z.string(), open: z.number(), declared: z.number() });

/** Writes how many incidents of each severity are open, and how many were declared so far, as metrics of the tenant; nothing before the first one. */
export async function recordIncidents({ database, metrics }: { database: Database; metrics: MetricStore }, tenant: Caller['tenant'], nowMs: number): Promise<void> {
  const counted = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = z.array(Row).parse(await tx.$queryRaw`
      select severity, count(*) filter (where state not in ('resolved', 'reviewed') and merged_into is null)::int as open, count(*)::int as declared from incidents group by severity`);
    if (rows.length === 0) return [];
    const known = new Set(rows.map(({ severity }) => severity));
    const { settings } = await settingsIn(tx);
    return [...rows, ...settings.severities.filter(({ key }) => !known.has(key)).map(({ key }) => ({ severity: key, open: 0, declared: 0 }))];
  });
  if (counted.length === 0) return;
  const open = counted.map(({ severity, open: value }) => ({ name: 'nines_incidents_open', labels: { severity }, value, at: nowMs }));
  // A severity changes later on, and a counter must not fall: it counts all together.
  const declared = counted.reduce((sum, each) => sum + each.declared, 0);
  await appendSamples(metrics, tenant, [...open, { name: 'nines_incidents_declared_total', labels: {}, value: declared, at: nowMs }]);
}

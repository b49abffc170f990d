import { z } from 'zod';
import { compileMatchers } from '@/lib/alerts/matchers';
import type { AlertMatcher, AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { labelSetOf } from '@/lib/metrics/labels';
import { loadAlerts } from '@/server/alerts/load-alerts';
import type { Database } from '@/server/database/database';

const mostLookedAt = 20_000;
const mostShown = 100;
const Row = z.object({ id: z.string(), labels: z.record(z.string(), z.string()) });

/** The open alerts that matchers accept, the newest first. Throws `invalid` for an expression that RE2 refuses. */
export async function previewSilence({ database }: { database: Database }, { tenant }: Caller, matchers: readonly AlertMatcher[]): Promise<{ total: number; isComplete: boolean; alerts: AlertView[] }> {
  const accepts = compileMatchers(matchers);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.$queryRaw`select id, labels from alerts where state in ('firing', 'acknowledged') order by starts_at desc, id desc limit ${mostLookedAt + 1}`;
    const open = z.array(Row).parse(rows);
    const found = open.slice(0, mostLookedAt).filter(({ labels }) => accepts(labelSetOf(Object.entries(labels))));
    const alerts = await loadAlerts(tx, found.slice(0, mostShown).map(({ id }) => id));
    return { total: found.length, isComplete: open.length <= mostLookedAt, alerts };
  });
}

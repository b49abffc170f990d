import { z } from 'zod';
import { compileMatchers } from '@/lib/alerts/matchers';
import type { AlertMatcher, AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { labelSetOf } from '@/lib/metrics/labels';
import { loadAlerts } from '@/server/alerts/load-alerts';
import { createPatience } from '@/server/alerts/patience';
import type { Database } from '@/server/database/database';

const mostLookedAt = 20_000;
const mostShown = 100;
const Row = z.object({ id: z.string(), labels: z.record(z.string(), z.string()) });

/** The open alerts that matchers accept, the newest first. Throws `invalid` for an expression that RE2 refuses or that takes too long. */
export async function previewSilence({ database }: { database: Database }, { tenant }: Caller, matchers: readonly AlertMatcher[]): Promise<{ total: number; isComplete: boolean; alerts: AlertView[] }> {
  const accepts = compileMatchers(matchers);
  const open = await database.transaction({ kind: 'tenant', tenant }, async (tx) =>
    z.array(Row).parse(await tx.$queryRaw`select id, labels from alerts where state in ('firing', 'acknowledged') order by starts_at desc, id desc limit ${mostLookedAt + 1}`),
  );
  const found = await accepted(open.slice(0, mostLookedAt), (labels) => accepts(labelSetOf(Object.entries(labels))));
  const alerts = await database.transaction({ kind: 'tenant', tenant }, (tx) => loadAlerts(tx, found.slice(0, mostShown)));
  return { total: found.length, isComplete: open.length <= mostLookedAt, alerts };
}

/** The ids of what is accepted. */
async function accepted(rows: readonly z.infer<typeof Row>[], accepts: (labels: Record<string, string>) => boolean): Promise<string[]> {
  const found: string[] = [];
  const pause = createPatience('body.matchers');
  for (const { id, labels } of rows) {
    if (accepts(labels)) found.push(id);
    const paused = pause();
    if (paused) await paused;
  }
  return found;
}

import type pg from 'pg';
import { lostTimeOf, type LostTime } from '@/lib/sla/lost-time';
import type { TimeRange } from '@/lib/sla/days';
import type { TenantRef } from '@/lib/tenants';
import { readEverySpan, TooManySpans } from '@/server/checks/spans';
import type { Database } from '@/server/database/database';
import type { MeasuredObjective } from './measured-objectives';

const mostShown = 200;
/** Of 1,000 checks that change every second, a minute. */
const shortestMs = 60_000;

/** What an objective lost in a time by each of its checks, the newest first; at most 200. What counts events by a query has no such list. */
export function readLostTime(database: Database, tenant: TenantRef, measured: MeasuredObjective, range: TimeRange): Promise<LostTime[]> {
  return database.withTenant(tenant, (client) => newestLost(client, measured, range));
}

/** By halves, the newer one first, where there are too many spans to look at in one go. */
async function newestLost(client: pg.ClientBase, measured: MeasuredObjective, { fromMs, toMs }: TimeRange): Promise<LostTime[]> {
  const { objective, checks } = measured;
  try {
    const spans = await readEverySpan(client, checks.map(({ checkId }) => checkId), fromMs, toMs);
    return lostTimeOf(checks, spans, objective.settings.counting, { fromMs, toMs }).slice(0, mostShown);
  } catch (error) {
    if (!(error instanceof TooManySpans) || toMs - fromMs < shortestMs) throw error;
  }
  const middleMs = Math.floor((fromMs + toMs) / 2);
  const newer = await newestLost(client, measured, { fromMs: middleMs, toMs });
  return newer.length >= mostShown ? newer : [...newer, ...(await newestLost(client, measured, { fromMs, toMs: middleMs }))].slice(0, mostShown);
}

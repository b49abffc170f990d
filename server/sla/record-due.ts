import { messageOf } from '@/lib/errors';
import { dayAt } from '@/lib/sla/days';
import { maxObjectives } from '@/lib/sla/schemas';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { findChecksOf } from './measured-checks';
import type { SlaSources } from './measured-objectives';
import { graceMsOf, rebuildDays, recordDays, type RecordedResult } from './record-days';
import { lastRecorded } from './recorded-days';
import { inRounds } from './rounds';
import { findObjectives } from './stored-objectives';

/** A tenant with many objectives, or slow metrics, goes on the next time. */
const budgetMs = 20_000;

/** Records the finished days of all objectives of a tenant that are not recorded yet. One that fails, or is not reached within 20 s, is left for the next time. */
export async function recordDue(sources: SlaSources, tenant: TenantRef, nowMs: number): Promise<RecordedResult> {
  const due = await sources.database.withTenant(tenant, async (client) => {
    const objectives = await findObjectives(client, { limit: maxObjectives });
    const checks = await findChecksOf(client, objectives);
    const recordedMs = await lastRecorded(client);
    return objectives.filter(({ id, settings }) => {
      const own = checks.get(id) ?? [];
      const isMeasured = settings.sli.kind !== 'checks' || own.some(({ sinceMs }) => sinceMs !== null);
      return isMeasured && (recordedMs.get(id) ?? -Infinity) < dayAt(nowMs - graceMsOf(own), settings.timeZone).fromMs;
    });
  });
  const sum: RecordedResult = { days: 0, changed: 0 };
  const run = async ({ id }: { id: string }) => {
    await recordDays(sources, tenant, id, nowMs)
      .then((result) => add(sum, result))
      .catch((error: unknown) => sources.log.warn({ objective: id, reason: messageOf(error) }, 'the days of an objective could not be recorded'));
    return true;
  };
  await inRounds({ key: `days ${tenant.id}`, items: due, budgetMs, run });
  return sum;
}

/** Records all days of all objectives of a tenant anew, from the spans of their checks. Those that count events are left as they are. */
export async function rebuildAll(database: Database, tenant: TenantRef, nowMs: number): Promise<RecordedResult & { objectives: number; left: number }> {
  const objectives = await database.withTenant(tenant, (client) => findObjectives(client, { limit: maxObjectives }));
  const ofChecks = objectives.filter(({ settings }) => settings.sli.kind === 'checks');
  const sum: RecordedResult = { days: 0, changed: 0 };
  for (const { id } of ofChecks) add(sum, await rebuildDays(database, tenant, id, nowMs));
  return { ...sum, objectives: ofChecks.length, left: objectives.length - ofChecks.length };
}

function add(sum: RecordedResult, { days, changed }: RecordedResult): void {
  sum.days += days;
  sum.changed += changed;
}

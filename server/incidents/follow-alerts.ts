import { z } from 'zod';
import { AlertActor } from '@/lib/alerts/schemas';
import { acknowledgeIncident } from '@/lib/incidents/life-cycle';
import type { Caller } from '@/lib/context';
import type { Database, Transaction } from '@/server/database/database';
import { acknowledgePageOf } from './acknowledge';
import { storeChange, touchIncident } from './change-incident';
import { rulesActor } from './engine-actor';
import { addEntries } from './entries';
import { lockIncident } from './load-incidents';

const AcknowledgedRow = z.object({ incidentId: z.string(), alertId: z.string(), name: z.string(), at: z.date(), by: AlertActor });
const QuietRow = z.object({ incidentId: z.string(), alertId: z.string(), at: z.date(), alerts: z.number() });

const most = 200;
/** What the source keys of entries begin with that say that the acknowledgement was taken out. */
export const takenOutKey = 'not_acknowledged:';

/**
 * Takes over into open incidents what was done with their alerts: whoever acknowledges one of them acknowledges the incident, and when all are resolved the timeline says
 * so. It is up to people whether it is over.
 */
export async function followAlerts(database: Database, tenant: Caller['tenant'], nowMs: number): Promise<void> {
  const scope = { kind: 'tenant', tenant } as const;
  const found = await database.transaction(scope, async (tx) => ({ acknowledged: await findAcknowledged(tx), quiet: await findQuiet(tx) }));
  for (const row of found.acknowledged) await database.transaction(scope, (tx) => takeOver(tx, tenant, row, nowMs));
  for (const { incidentId, alertId, at, alerts } of found.quiet) {
    await database.transaction(scope, async (tx) => {
      const text = alerts === 1 ? 'Its alert is resolved. Look whether it is over, then resolve it.' : `All of its ${alerts} alerts are resolved. Look whether it is over, then resolve it.`;
      await addEntries(tx, tenant.id, incidentId, nowMs, [{ at: Math.min(at.getTime(), nowMs), kind: 'alert_state', text, actor: rulesActor, subject: null, sourceKey: `all_resolved:${alertId}` }]);
      await touchIncident(tx, { now: nowMs }, incidentId);
    });
  }
}

/** An acknowledgement from before it was declared, of one alert of several, says nothing of the incident, nor one from before somebody said that it is not known when it was acknowledged. */
async function findAcknowledged(tx: Transaction) {
  const rows = await tx.$queryRaw`
    select distinct on (i.id) i.id as "incidentId", a.id as "alertId", a.name, a.acknowledged_at as at, a.acknowledged_by as by
    from incidents i join incident_alerts x on x.incident_id = i.id join alerts a on a.id = x.alert_id
    where i.state not in ('resolved', 'reviewed') and i.merged_into is null and i.acknowledged_at is null and a.acknowledged_at >= i.created_at and a.acknowledged_by is not null
      and not exists (select from incident_entries e where e.incident_id = i.id and e.source_key like ${`${takenOutKey}%`} and e.noted_at >= a.acknowledged_at)
    order by i.id, a.acknowledged_at limit ${most}`;
  return z.array(AcknowledgedRow).parse(rows);
}

async function findQuiet(tx: Transaction) {
  const rows = await tx.$queryRaw`
    select * from (
      select i.id as "incidentId", (array_agg(a.id order by a.resolved_at desc, a.id))[1] as "alertId", max(a.resolved_at) as at, count(*)::int as alerts
      from incidents i join incident_alerts x on x.incident_id = i.id join alerts a on a.id = x.alert_id
      where i.state not in ('resolved', 'reviewed') and i.merged_into is null group by i.id having bool_and(a.state = 'resolved') and max(a.resolved_at) is not null
    ) q where not exists (select from incident_entries e where e.incident_id = q."incidentId" and e.source_key = 'all_resolved:' || q."alertId") limit ${most}`;
  return z.array(QuietRow).parse(rows);
}

async function takeOver(tx: Transaction, tenant: Caller['tenant'], { incidentId, alertId, name, at, by }: z.infer<typeof AcknowledgedRow>, nowMs: number): Promise<void> {
  const incident = await lockIncident(tx, incidentId);
  const change = acknowledgeIncident(incident, { at: Math.min(at.getTime(), nowMs), actor: by });
  if (change.kind === 'unchanged') return;
  const entries = change.entries.map((entry) => ({ ...entry, text: `${by.name} acknowledged its alert ${name}, and so is on it.`, subject: { kind: 'alert' as const, id: alertId, name } }));
  // Whoever acknowledged it moments before its pages began is told no further either.
  await acknowledgePageOf(tx, incidentId);
  await storeChange(tx, { tenant, now: nowMs }, incidentId, change.set, entries);
}

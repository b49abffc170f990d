import type pg from 'pg';
import { labelSetOf } from '@/lib/metrics/labels';
import type { PlanAlert } from '@/lib/alerts/notify/plan-types';
import { messageOf } from '@/lib/errors';
import type { Log } from '@/server/log';
import { alertColumns, viewOfAlert, type AlertRow } from '@/server/alerts/alert-row';

/** Alerts as they were read last, so that only what changed is read again. */
export type KnownAlerts = ReadonlyMap<string, KnownAlert>;

interface KnownAlert {
  stamp: string;
  /** Null: its row cannot be read. */
  alert: PlanAlert | null;
}

const mostAlerts = 100_000;

/** Changes with everything about an alert that a message tells. */
export const alertStamp = `version || ' ' || extract(epoch from updated_at)`;

/** The alerts of the client's tenant about which something may be to be told, the oldest first; `known` itself when nothing changed. A row that cannot be read is logged once and takes part in nothing. */
export async function loadAlertsToPlan(client: pg.ClientBase, known: KnownAlerts, log: Log): Promise<KnownAlerts> {
  const { rows: stamps } = await client.query<{ id: string; stamp: string }>(
    `select id, ${alertStamp} as stamp from alerts where not is_settled and state <> 'pending' order by starts_at, id limit ${mostAlerts}`,
  );
  const missing = stamps.filter(({ id, stamp }) => known.get(id)?.stamp !== stamp).map(({ id }) => id);
  if (missing.length === 0 && stamps.length === known.size) return known;
  const read = missing.length === 0 ? new Map<string, PlanAlert | null>() : await readAlerts(client, missing, log);
  const now = new Map<string, KnownAlert>();
  for (const { id, stamp } of stamps) {
    const fresh = read.get(id);
    const before = known.get(id);
    if (fresh !== undefined) now.set(id, { stamp, alert: fresh });
    else if (before?.stamp === stamp) now.set(id, before);
  }
  return now;
}

async function readAlerts(client: pg.ClientBase, ids: readonly string[], log: Log): Promise<Map<string, PlanAlert | null>> {
  const { rows } = await client.query<AlertRow & { suppressedBy: string | null }>(
    `select ${alertColumns},
       case when a.state = 'resolved' then (
         select case when e.outcome = 'suppressed' then e.reason end from alert_events e
         where e.alert_id = a.id and e.stage in ('inhibition', 'dependency', 'silence', 'maintenance') order by e.id desc limit 1
       ) end as "suppressedBy"
     from alerts a left join users o on o.id = a.owner_id where a.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, planAlertOf(row, log)]));
}

function planAlertOf({ suppressedBy, ...row }: AlertRow & { suppressedBy: string | null }, log: Log): PlanAlert | null {
  try {
    const view = viewOfAlert(row);
    return { ...view, labelSet: labelSetOf(Object.entries(view.labels)), suppressedBy };
  } catch (error) {
    log.error({ alert: row.id, reason: messageOf(error) }, 'an alert cannot be read, so nobody is told of it');
    return null;
  }
}

import type { AlertChange, AlertPatch } from '@/lib/alerts/life-cycle';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Caller } from '@/lib/context';
import { mutate, type Mutation } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { rowOfEvent, updateOfPatch } from './alert-row';
import { loadAlerts } from './load-alerts';

export interface AlertAct {
  /** As the audit trail names it. */
  action: string;
  /** What becomes of one alert; it may throw, and then nothing changes. */
  decide(alert: AlertView): AlertChange;
  /** What the audit trail keeps besides the alerts. */
  details?: Record<string, string | number | null>;
}

export interface ActedAlert {
  /** As it is now; null when the tenant has no such alert. */
  alert: AlertView | null;
  outcome: 'done' | 'unchanged' | 'not_found';
  /** Why it is unchanged; empty when it is done. */
  message: string;
}

interface Decided {
  alert: AlertView;
  change: AlertChange;
}

/**
 * Does the same to alerts of the caller's tenant, in one transaction with its audit entry and their timelines, in the order of `ids`. What was done
 * already stays as it is, and where nothing is to do nothing is written.
 */
export async function changeAlerts(database: Database, caller: Caller, ids: readonly string[], act: AlertAct): Promise<ActedAlert[]> {
  const { tenant } = caller;
  const seen = decideAll(await database.transaction({ kind: 'tenant', tenant }, (tx) => loadAlerts(tx, ids)), act);
  if (seen.every(({ change }) => change.kind === 'unchanged')) return outcomes(ids, seen, new Map());
  return mutate(database, caller, act.action, (tx) => changeIn(tx, caller, ids, act));
}

/** The same inside a transaction of the caller's tenant, with what its audit entry keeps. */
export async function changeIn(tx: Transaction, caller: Caller, ids: readonly string[], act: AlertAct): Promise<Mutation<ActedAlert[]>> {
  await tx.$queryRaw`select 1 from alerts where id = any(${[...ids]}::uuid[]) order by id for update`;
  const decided = decideAll(await loadAlerts(tx, ids), act);
  await store(tx, caller, decided);
  const changed = decided.filter(({ change }) => change.kind === 'changed').map(({ alert }) => alert);
  const now = await loadAlerts(tx, changed.map(({ id }) => id));
  const result = outcomes(ids, decided, new Map(now.map((alert) => [alert.id, alert])));
  return { result, before: auditOf(changed), after: { ...auditOf(now), ...act.details } };
}

function decideAll(alerts: readonly AlertView[], { decide }: AlertAct): Decided[] {
  return alerts.map((alert) => ({ alert, change: decide(alert) }));
}

/** Alerts whose change is the same are stored by one statement; the rows are locked. */
async function store(tx: Transaction, { tenant, now }: Caller, decided: readonly Decided[]): Promise<void> {
  const patches = new Map<string, { set: AlertPatch; ids: string[] }>();
  const events: Prisma.AlertEventCreateManyInput[] = [];
  for (const { alert, change } of decided) {
    if (change.kind === 'unchanged') continue;
    const key = JSON.stringify(change.set);
    const patch = patches.get(key) ?? { set: change.set, ids: [] };
    patch.ids.push(alert.id);
    patches.set(key, patch);
    events.push(...change.events.map((event) => rowOfEvent(tenant.id, alert.id, event)));
  }
  for (const { set, ids } of patches.values()) {
    await tx.alert.updateMany({ where: { id: { in: ids } }, data: updateOfPatch(set, now) });
  }
  await tx.alertEvent.createMany({ data: events });
}

function outcomes(ids: readonly string[], decided: readonly Decided[], after: ReadonlyMap<string, AlertView>): ActedAlert[] {
  const byId = new Map(decided.map((each) => [each.alert.id, each]));
  return ids.map((id): ActedAlert => {
    const found = byId.get(id);
    if (!found) return { alert: null, outcome: 'not_found', message: 'There is no alert with this id.' };
    const { alert, change } = found;
    if (change.kind === 'unchanged') return { alert, outcome: 'unchanged', message: change.reason };
    return { alert: after.get(id) ?? alert, outcome: 'done', message: '' };
  });
}

function auditOf(alerts: readonly AlertView[]) {
  return { alerts: alerts.map(({ id, version, state, owner, comment }) => ({ id, version, state, owner: owner?.id ?? null, comment })) };
}

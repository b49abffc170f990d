import { isAppError, messageOf } from '@/lib/errors';
import { nextDeclareMs } from '@/lib/incidents/declare-due';
import { decideJoins, type JoinDecision } from '@/lib/incidents/join';
import { incidentLimits, type IncidentSettings } from '@/lib/incidents/schemas';
import type { Caller } from '@/lib/context';
import type { Database, Transaction } from '@/server/database/database';
import { record } from '@/server/audit/record';
import type { Log } from '@/server/log';
import { auditOf } from './change-incident';
import { correlate } from './correlate';
import { declareIn, lockDeclaring } from './declare-in';
import { addEntries } from './entries';
import { rulesActor } from './engine-actor';
import { settingsIn } from './incident-settings';
import { loadFiring } from './load-firing';

interface Options {
  database: Database;
  log: Log;
}

type Join = Extract<JoinDecision, { kind: 'join' }>;
type Declare = Extract<JoinDecision, { kind: 'declare' }>;
type Correlate = Extract<JoinDecision, { kind: 'correlate' }>;

interface Round {
  /** Whether something was written, so that there may be more to decide. */
  isMore: boolean;
  nextDueMs: number | null;
  leftOut: number;
  /** Whether a rule was kept from declaring because as many as there may be are open. */
  isFull: boolean;
}

/** In one turn; the next one goes on. */
const mostRounds = 20;
/** Rules that declare more than this are wrong, or nobody could work on what they declare: alerts go on paging by themselves. */
const mostOpenByRules = 100;

/**
 * Puts what fires into incidents, makes one of those that are one event, and declares those that the rules ask for: what joins together, and each declaration by itself, in a
 * transaction that decides anew from what is stored while it holds the lock that all who declare take. Says when there may be something to do again, in milliseconds since 1970.
 */
export async function declareDue({ database, log }: Options, tenant: Caller['tenant'], nowMs: number): Promise<Omit<Round, 'isMore'>> {
  const failed = new Set<string>();
  for (let rounds = 0; ; rounds += 1) {
    const round = await declareRound(database, tenant, nowMs, failed).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      failed.add(error.key);
      log.error({ tenant: tenant.slug, reason: error.message }, 'a rule could not declare an incident or make several one; its alerts stay where they are until something changes');
      return { isMore: true, nextDueMs: null, leftOut: 0, isFull: false };
    });
    if (!round.isMore) return round;
    if (rounds >= mostRounds) return { ...round, nextDueMs: nowMs };
  }
}

/** A decision that cannot be carried out, whoever tries. */
class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly key: string, reason: string) {
    super(reason);
  }
}

function declareRound(database: Database, tenant: Caller['tenant'], nowMs: number, failed: ReadonlySet<string>): Promise<Round> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    await lockDeclaring(tx, tenant.id);
    const { settings } = await settingsIn(tx);
    const { alerts, taken, incidents, needs, leftOut, waitingUntilMs } = await loadFiring(tx, nowMs);
    const decisions = decideJoins(alerts, { nowMs, settings, incidents, taken, needs, refused: failed });
    const joins = withinLimit(decisions.filter((decision) => decision.kind === 'join'), new Map(incidents.map(({ id, alertIds }) => [id, alertIds.size])));
    if (joins.length > 0) await join(tx, tenant.id, joins, nowMs);
    const correlation = decisions.find((decision): decision is Correlate => decision.kind === 'correlate');
    if (correlation) await makeOne(tx, tenant, settings, correlation, nowMs);
    const declaration = correlation ? undefined : decisions.find((decision): decision is Declare => decision.kind === 'declare' && !failed.has(keyOf(decision)));
    const isFull = declaration !== undefined && (await tx.incident.count({ where: { source: 'rule', state: { notIn: ['resolved', 'reviewed'] } } })) >= mostOpenByRules;
    if (declaration && !isFull) await declare(tx, tenant, settings, declaration, nowMs);
    const ofSeveral = settings.declare.filter(({ services }) => services > 1);
    const times = [waitingUntilMs, nextDeclareMs(alerts, settings.declare, nowMs), nextDeclareMs(taken, ofSeveral, nowMs)].filter((time) => time !== null);
    return { isMore: joins.length > 0 || correlation !== undefined || (declaration !== undefined && !isFull), isFull, nextDueMs: times.length === 0 ? null : Math.min(...times), leftOut };
  });
}

function withinLimit(joins: readonly Join[], sizes: Map<string, number>): Join[] {
  return joins.filter(({ incidentId }) => {
    const size = sizes.get(incidentId) ?? 0;
    sizes.set(incidentId, size + 1);
    return size < incidentLimits.alerts;
  });
}

/** Of what is still free and fires, into what is still open: the rows of both are held meanwhile. */
async function join(tx: Transaction, tenantId: string, joins: readonly Join[], nowMs: number): Promise<void> {
  const at = new Date(nowMs);
  const open = await tx.$queryRaw<{ id: string }[]>`
    select id from incidents where id = any(${joins.map(({ incidentId }) => incidentId)}::uuid[]) and state not in ('resolved', 'reviewed') and merged_into is null order by id for no key update`;
  const openIds = new Set(open.map(({ id }) => id));
  const ids = joins.filter(({ incidentId }) => openIds.has(incidentId)).map(({ alertId }) => alertId);
  const alerts = await tx.$queryRaw<{ id: string; name: string; service: string }[]>`select id, name, service from alerts where id = any(${ids}::uuid[]) and state <> 'resolved' order by id for no key update`;
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  for (const [incidentId, own] of byIncident(joins.filter(({ alertId }) => byId.has(alertId)))) {
    await tx.incidentAlert.createMany({ data: own.map(({ alertId, reason }) => ({ tenantId, incidentId, alertId, reason, joinedAt: at })) });
    const services = [...new Set(own.flatMap(({ alertId }) => byId.get(alertId)?.service ?? []))];
    await tx.$executeRaw`
      insert into incident_services (incident_id, service_id, tenant_id)
      select ${incidentId}::uuid, s.id, ${tenantId}::uuid from services s where s.name = any(${services})
      limit greatest(0, ${incidentLimits.services}::int - (select count(*)::int from incident_services where incident_id = ${incidentId}::uuid)) on conflict do nothing`;
    await addEntries(tx, tenantId, incidentId, nowMs, own.map(({ alertId, reason }) => {
      const name = byId.get(alertId)?.name ?? '';
      return { at: nowMs, kind: 'alert_joined' as const, text: `${name} joined. ${reason}`, actor: rulesActor, subject: { kind: 'alert' as const, id: alertId, name } };
    }));
    await tx.incident.update({ where: { id: incidentId }, data: { joinedAt: at, updatedAt: at }, select: { id: true } });
  }
}

async function makeOne(tx: Transaction, tenant: Caller['tenant'], settings: IncidentSettings, decision: Correlate, nowMs: number): Promise<void> {
  const { rule, incidentIds: [incidentId], alertIds, reason } = decision;
  try {
    const isDone = await correlate(tx, { tenant, now: nowMs }, settings, decision);
    if (!isDone || incidentId === undefined) return;
    if ((await tx.incidentAlert.count({ where: { incidentId } })) + alertIds.length > incidentLimits.alerts) throw new Refused(rule, `An incident has at most ${incidentLimits.alerts} alerts.`);
    if (alertIds.length > 0) await join(tx, tenant.id, alertIds.map((alertId) => ({ kind: 'join', incidentId, alertId, reason })), nowMs);
  } catch (error) {
    throw isAppError(error) ? new Refused(rule, messageOf(error)) : error;
  }
}

function byIncident(joins: readonly Join[]): Map<string, Join[]> {
  const found = new Map<string, Join[]>();
  for (const each of joins) found.set(each.incidentId, [...(found.get(each.incidentId) ?? []), each]);
  return found;
}

async function declare(tx: Transaction, tenant: Caller['tenant'], settings: IncidentSettings, decision: Declare, nowMs: number): Promise<void> {
  const { severity, title, reason } = decision;
  const alertIds = decision.alertIds.slice(0, incidentLimits.alerts);
  await tx.$queryRaw`select 1 from alerts where id = any(${alertIds}::uuid[]) order by id for no key update`;
  try {
    const incident = await declareIn(tx, { tenant, now: nowMs }, settings, {
      title, severity, summary: '', source: 'rule', actor: rulesActor, text: reason, leadId: null, serviceIds: [], alertIds, alertReason: reason, startedAt: undefined, policyId: undefined,
    });
    await record(tx, tenant, { actor: { kind: 'system', id: rulesActor.id }, action: 'incident.declare', before: null, after: { ...auditOf(incident), rule: decision.rule }, requestId: `incidents-${incident.id}`, now: nowMs });
  } catch (error) {
    throw isAppError(error) ? new Refused(keyOf(decision), messageOf(error)) : error;
  }
}

function keyOf({ rule, alertIds }: Declare): string {
  return `${rule} ${alertIds[0] ?? ''}`;
}

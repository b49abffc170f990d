import type pg from 'pg';
import { z } from 'zod';
import type { Caller } from '@/lib/context';
import { monthRange } from '@/lib/sla/days';
import { maxObjectives } from '@/lib/sla/schemas';
import { canonicalJson } from '@/lib/statements/canonical';
import { measureWords } from '@/lib/statements/measure-words';
import { statementLimits, type StatementBody, type StatementInput, type StatementObjective } from '@/lib/statements/schemas';
import { stateEvents, type StatedMonth, type StatedSettings } from '@/lib/statements/state-objective';
import { kept } from '@/server/checks/expire-checks';
import { TooManySpans } from '@/server/checks/spans';
import { findChecksOf, type MeasuredCheck } from '@/server/sla/measured-checks';
import { graceMsOf } from '@/server/sla/record-days';
import { findObjectives, type StoredObjective } from '@/server/sla/stored-objectives';
import { readEventDays } from './event-days';
import { sha256 } from './signing';
import { invalidField, type StatementSources } from './sources';
import { readStatedIncidents } from './stated-incidents';
import { createTimeCounter } from './time-counter';

interface Plan {
  service: StatementBody['service'];
  month: StatedMonth;
  finalFrom: number;
  objectives: { objective: StoredObjective; checks: MeasuredCheck[]; settings: StatedSettings }[];
}

/** What an objective measures, as its statement keeps it: a change of it is another measure. */
export function sliHashOf({ settings: { sli, timeZone } }: StoredObjective): string {
  return sha256(canonicalJson({ sli, timeZone }));
}

/**
 * What a statement says of a month of a service, and from when on that is final. Of a month that goes on it says what was until now. Throws `invalid` for a service
 * without objectives, objectives of another one or with several time zones, a month that has not begun or of which the results are no longer kept; `unavailable`
 * where metrics do not answer.
 */
export async function stateMonth(sources: StatementSources, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, input: StatementInput): Promise<{ body: StatementBody; finalFrom: number }> {
  const plan = await sources.database.withTenant(tenant, (client) => planOf(client, input, now));
  const { service, month, finalFrom } = plan;
  const stated = new Map<string, StatementObjective>();
  await sources.database.withTenant(tenant, async (client) => {
    const count = createTimeCounter(client, { month, hasReasons: input.hasReasons, nowMs: now });
    for (const { settings } of plan.objectives) {
      if (settings.sli === 'checks') stated.set(settings.id, await count(settings));
    }
  }).catch((error: unknown) => {
    throw error instanceof TooManySpans ? invalidField('month', `The checks of ${JSON.stringify(service.name)} changed too often in this month to be stated. Choose objectives of fewer checks.`) : error;
  });
  for (const { objective, checks, settings } of plan.objectives) {
    if (settings.sli !== 'checks') stated.set(settings.id, stateEvents(settings, await readEventDays(sources, tenant, { objective, checks, month, nowMs: now }), month));
  }
  const incidents = await sources.database.withTenant(tenant, (client) => readStatedIncidents(client, service.id, month, { hasReasons: input.hasReasons, nowMs: now }));
  return {
    finalFrom,
    body: {
      issuer: tenant.name, service, customer: input.customer, month: input.month, timeZone: month.timeZone, from: month.fromMs, to: month.toMs, measuredUntil: month.measuredUntilMs,
      hasReasons: input.hasReasons, objectives: plan.objectives.flatMap(({ settings }) => stated.get(settings.id) ?? []), ...(incidents ? { incidents } : {}),
    },
  };
}

async function planOf(client: pg.ClientBase, input: StatementInput, nowMs: number): Promise<Plan> {
  const service = await findService(client, input.serviceId);
  const objectives = chosen(await findObjectives(client, { serviceId: service.id, limit: maxObjectives }), input, service.name);
  const timeZone = zoneOf(objectives);
  const { fromMs, toMs } = monthRange(input.month, timeZone);
  if (fromMs >= nowMs) throw invalidField('month', `${input.month} has not begun yet.`);
  const oldestMs = nowMs - kept.spans;
  if (fromMs < oldestMs && objectives.some(({ settings }) => settings.sli.kind === 'checks')) {
    throw invalidField('month', `What checks measured before ${new Date(oldestMs).toISOString()} is no longer kept, so that ${input.month} cannot be stated as a whole.`);
  }
  const month = { fromMs, toMs, timeZone, measuredUntilMs: Math.min(toMs, nowMs) };
  const checks = await findChecksOf(client, objectives);
  return {
    service,
    month,
    finalFrom: toMs + graceMsOf([...checks.values()].flat()),
    objectives: objectives.map((objective) => {
      const own = checks.get(objective.id) ?? [];
      return { objective, checks: own, settings: settingsOf(objective, own, month, input.hasReasons) };
    }),
  };
}

async function findService(client: pg.ClientBase, id: string): Promise<StatementBody['service']> {
  const { rows } = await client.query(`select id, name, coalesce((settings->>'tier')::int, 3) as tier from services where id = $1`, [id]);
  const [service] = z.array(z.strictObject({ id: z.string(), name: z.string(), tier: z.number() })).parse(rows);
  if (!service) throw invalidField('serviceId', 'There is no service with this id.');
  return service;
}

function chosen(all: readonly StoredObjective[], { objectiveIds }: StatementInput, serviceName: string): StoredObjective[] {
  if (all.length === 0) throw invalidField('serviceId', `The service ${JSON.stringify(serviceName)} has no objectives, so there is nothing to state. Add one on the page SLA first.`);
  const wanted = new Set(objectiveIds);
  const missing = objectiveIds.find((id) => !all.some((each) => each.id === id));
  if (missing !== undefined) throw invalidField('objectiveIds', `The service ${JSON.stringify(serviceName)} has no objective with the id ${missing}.`);
  const objectives = wanted.size === 0 ? [...all] : all.filter(({ id }) => wanted.has(id));
  if (objectives.length > statementLimits.objectives) throw invalidField('objectiveIds', `The service ${JSON.stringify(serviceName)} has ${objectives.length} objectives. Choose at most ${statementLimits.objectives}.`);
  return objectives;
}

function zoneOf(objectives: readonly StoredObjective[]): string {
  const zones = [...new Set(objectives.map(({ settings }) => settings.timeZone))].sort();
  const [zone, ...others] = zones;
  if (zone === undefined || others.length > 0) {
    throw invalidField('objectiveIds', `The objectives have several time zones: ${zones.join(', ')}. A month begins at another time in each: choose objectives of one zone, or give them the same one.`);
  }
  return zone;
}

/** A check has a say in its part of the month only; what it says before or after is none of the month's business and may change. */
function settingsOf(objective: StoredObjective, checks: readonly MeasuredCheck[], { fromMs, measuredUntilMs }: StatedMonth, hasReasons: boolean): StatedSettings {
  const { id, settings } = objective;
  const parts = checks.flatMap(({ checkId, name, sinceMs, untilMs }) => {
    const [from, to] = [Math.max(fromMs, sinceMs ?? measuredUntilMs), Math.min(measuredUntilMs, untilMs ?? measuredUntilMs)];
    return from < to ? [{ id: checkId, name, from, to }] : [];
  });
  const named = settings.sli.kind === 'checks' ? parts : checks;
  return {
    id, name: settings.name, sli: settings.sli.kind, measure: measureWords(settings.sli, named.map(({ name }) => name), hasReasons), sliSha256: sliHashOf(objective),
    target: settings.target, counting: settings.counting, checks: parts,
  };
}

/** Refuses a month that is not over, or whose last results may still come. */
export function refuseUnfinished({ month }: Pick<StatementInput, 'month'>, finalFrom: number, nowMs: number): void {
  if (nowMs >= finalFrom) return;
  throw invalidField('month', `The last results of ${month} can come until ${new Date(finalFrom).toISOString()}. Issue the statement then; until then there is a preview.`);
}

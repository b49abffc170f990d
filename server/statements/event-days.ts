import type pg from 'pg';
import { z } from 'zod';
import { AppError, messageOf } from '@/lib/errors';
import { daysBetween, type Day } from '@/lib/sla/days';
import type { Amount } from '@/lib/sla/schemas';
import type { EventDay, StatedMonth } from '@/lib/statements/state-objective';
import type { TenantRef } from '@/lib/tenants';
import { countEvents, minuteOf } from '@/server/sla/event-counts';
import type { MeasuredCheck } from '@/server/sla/measured-checks';
import type { SlaSources } from '@/server/sla/measured-objectives';
import { graceMsOf, oldestMs, recordDays } from '@/server/sla/record-days';
import type { StoredObjective } from '@/server/sla/stored-objectives';

interface Asked {
  objective: StoredObjective;
  checks: readonly MeasuredCheck[];
  month: StatedMonth;
  nowMs: number;
}

const Row = z.object({ day: z.string(), fromMs: z.number(), toMs: z.number(), good: z.number(), bad: z.number() });

/** The events of the recorded days of an objective between two dates, by day. */
export async function readRecordedEvents(client: pg.ClientBase, objectiveId: string, first: string, last: string): Promise<Map<string, Amount>> {
  const { rows } = await client.query(
    `select day::text, round(extract(epoch from from_at) * 1000)::float8 as "fromMs", round(extract(epoch from to_at) * 1000)::float8 as "toMs", good, bad
     from sla_metrics where objective_id = $1 and day between $2::date and $3::date`,
    [objectiveId, first, last],
  );
  return new Map(z.array(Row).parse(rows).map(({ day, good, bad }) => [day, { good, bad, unit: 'events' }]));
}

/**
 * The days of a month of an objective that counts results or events: as they are recorded, after those are recorded that the metrics can still tell. What of the
 * month is not finished yet is asked of the metrics. Throws `unavailable` where they do not answer.
 */
export async function readEventDays(sources: Pick<SlaSources, 'database' | 'metrics'>, tenant: TenantRef, asked: Asked): Promise<EventDay[]> {
  const { objective, checks, month, nowMs } = asked;
  const { sli } = objective.settings;
  if (sli.kind === 'checks') return [];
  const days = daysBetween(month.fromMs, month.measuredUntilMs, month.timeZone);
  const finishedMs = nowMs - graceMsOf(checks);
  const isFinished = (day: Day) => day.toMs <= finishedMs;
  const read = () => sources.database.withTenant(tenant, (client) => readRecordedEvents(client, objective.id, days[0]?.day ?? '', days.at(-1)?.day ?? ''));
  if (days.length === 0) return [];
  let recorded = await read();
  const oldest = nowMs - oldestMs[sli.kind];
  if (days.some((day) => isFinished(day) && day.fromMs >= oldest && !recorded.has(day.day))) {
    await answered(() => recordDays(sources, tenant, objective.id, nowMs));
    recorded = await read();
  }
  const found: EventDay[] = [];
  for (const day of days) {
    const known = recorded.get(day.day) ?? null;
    const toMs = Math.min(day.toMs, minuteOf(month.measuredUntilMs));
    const range = { fromMs: day.fromMs, toMs };
    const amount = known ?? (isFinished(day) || toMs <= day.fromMs ? null : await answered(() => countEvents(sources.metrics, tenant, objective, checks, range)));
    if (amount || isFinished(day)) found.push({ ...day, amount });
  }
  return found;
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new AppError('unavailable', `The metrics do not answer, so that events cannot be counted: ${messageOf(error)} Try again.`, { cause: error });
  }
}

import type pg from 'pg';
import { z } from 'zod';
import { groupedBy } from '@/lib/sla/grouped-by';
import type { CheckPart } from '@/lib/sla/timeline';
import type { StoredObjective } from './stored-objectives';

const Row = z.object({
  checkId: z.string(), name: z.string(), serviceId: z.string().nullable(), isEnabled: z.boolean(), intervalMs: z.number(), timeoutMs: z.number(), decidingResults: z.number(),
  sinceMs: z.number().nullable(), untilMs: z.number().nullable(),
});

/** A check that an objective is judged by, with the time in which it has a say. */
export interface MeasuredCheck extends CheckPart {
  name: string;
  intervalMs: number;
  timeoutMs: number;
  /** How many results in a row may decide together about the time since the first of them. */
  decidingResults: number;
}

/** The checks of objectives, by the objective's id: those that they name, or all of their service. One that is gone is none. */
export async function findChecksOf(client: pg.ClientBase, objectives: readonly StoredObjective[]): Promise<Map<string, MeasuredCheck[]>> {
  const named = new Set<string>();
  const services = new Set<string>();
  for (const objective of objectives) {
    const ids = namedChecks(objective);
    if (ids) for (const id of ids) named.add(id);
    else services.add(objective.service.id);
  }
  const { rows } = await client.query(
    `select c.id as "checkId", c.name, c.service_id as "serviceId", c.is_enabled as "isEnabled",
       coalesce((c.plan->>'intervalMs')::float8, 20000) as "intervalMs", coalesce((c.plan->>'timeoutMs')::float8, 10000) as "timeoutMs",
       greatest((c.plan->'failures'->>'of')::float8, (c.plan->>'successes')::float8, 2) as "decidingResults",
       (select round(extract(epoch from s.from_at) * 1000)::float8 from check_spans s where s.check_id = c.id order by s.from_at limit 1) as "sinceMs",
       case when c.is_enabled then null else
         (select round(extract(epoch from greatest(s.to_at, t.measured_at)) * 1000)::float8 from check_spans s left join check_states t on t.check_id = s.check_id and t.span_from = s.from_at
          where s.check_id = c.id order by s.from_at desc limit 1) end as "untilMs"
     from checks c where c.id = any($1::uuid[]) or c.service_id = any($2::uuid[]) order by c.name, c.id`,
    [[...named], [...services]],
  );
  const checks = z.array(Row).parse(rows);
  const byId = new Map(checks.map((check) => [check.checkId, check]));
  const byService = groupedBy(checks, ({ serviceId }) => serviceId);
  return new Map(
    objectives.map((objective) => {
      const ids = namedChecks(objective);
      return [objective.id, ids ? ids.flatMap((id) => byId.get(id) ?? []) : (byService.get(objective.service.id) ?? [])];
    }),
  );
}

/** Null for all checks of the service; none for what counts the events of a metric. */
function namedChecks({ settings: { sli } }: StoredObjective): readonly string[] | null {
  if (sli.kind === 'ratio') return [];
  if (sli.kind === 'latency') return [sli.checkId];
  return sli.checkIds.length > 0 ? [...new Set(sli.checkIds)] : null;
}

import type pg from 'pg';
import { z } from 'zod';
import { checkStates } from '@/lib/checks/states';

/** Parameter $1 is now. What no result stands for is unknown, whatever it was before. */
export const shownState = `case when not c.is_enabled or s.covered_until is null or s.covered_until < $1 then 'unknown' else s.state end`;

const Row = z.object({
  id: z.string(), version: z.number(), name: z.string(), serviceId: z.string().nullable(), serviceName: z.string().nullable(), kind: z.string(), target: z.string(), isEnabled: z.boolean(),
  settings: z.record(z.string(), z.unknown()), plan: z.unknown(), sealed: z.string(), secretNames: z.array(z.string()).nullable(), createdAt: z.date(), updatedAt: z.date(),
  shown: z.enum(checkStates), state: z.enum(checkStates).nullable(), since: z.date().nullable(), reason: z.string().nullable(), maintenance: z.object({ id: z.string(), name: z.string() }).nullable(),
  last: z.object({ at: z.number(), success: z.boolean(), durationMs: z.number(), message: z.string() }).nullable(), coveredUntil: z.date().nullable(), measuredAt: z.date().nullable(),
});
export type CheckRow = z.infer<typeof Row>;

const columns = `c.id, c.version, c.name, c.service_id as "serviceId", v.name as "serviceName", c.kind, c.target, c.is_enabled as "isEnabled", c.settings, c.plan, c.sealed,
  c.secret_names as "secretNames", c.created_at as "createdAt", c.updated_at as "updatedAt", ${shownState} as "shown", s.state, s.since, s.reason, s.maintenance, s.last,
  s.covered_until as "coveredUntil", s.measured_at as "measuredAt"`;
const tables = 'checks c left join services v on v.id = c.service_id left join check_states s on s.check_id = c.id';

export interface CheckFilter {
  serviceId?: string | undefined;
  state?: (typeof checkStates)[number] | undefined;
  text?: string | undefined;
  limit: number;
  offset: number;
}

/** Checks of the client's tenant as they are at a time, the worst first, those that are switched off last. */
export async function findCheckRows(client: pg.ClientBase, now: number, { serviceId, state, text, limit, offset }: CheckFilter): Promise<{ rows: CheckRow[]; total: number }> {
  const where = `($2::uuid is null or c.service_id = $2) and ($3::text is null or c.is_enabled and ${shownState} = $3)
    and ($4::text is null or position($4 in lower(c.name)) > 0 or position($4 in lower(c.target)) > 0 or position($4 in lower(coalesce(v.name, ''))) > 0)`;
  const values = [new Date(now), serviceId ?? null, state ?? null, text === undefined ? null : text.toLowerCase()];
  const order = `case when not c.is_enabled then 4 when ${shownState} = 'down' then 0 when ${shownState} = 'unknown' then 1 when ${shownState} = 'degraded' then 2 else 3 end, lower(c.name), c.id`;
  const { rows } = await client.query(`select ${columns} from ${tables} where ${where} order by ${order} limit $5 offset $6`, [...values, limit, offset]);
  const { rows: counted } = await client.query<{ total: number }>(`select count(*)::int as total from ${tables} where ${where}`, values);
  return { rows: z.array(Row).parse(rows), total: counted[0]?.total ?? 0 };
}

/** Null when the client's tenant has none with this id. */
export async function findCheckRow(client: pg.ClientBase, now: number, id: string): Promise<CheckRow | null> {
  const { rows } = await client.query(`select ${columns} from ${tables} where c.id = $2`, [new Date(now), id]);
  return z.array(Row).parse(rows)[0] ?? null;
}

const Counted = z.object({ state: z.enum([...checkStates, 'paused']), count: z.number() });
export type CheckCounts = Record<z.infer<typeof Counted>['state'], number>;

export async function countChecks(client: pg.ClientBase, now: number): Promise<CheckCounts> {
  const { rows } = await client.query(`select case when c.is_enabled then ${shownState} else 'paused' end as state, count(*)::int as count from ${tables} group by 1`, [new Date(now)]);
  const counts: CheckCounts = { up: 0, degraded: 0, unknown: 0, down: 0, paused: 0 };
  for (const { state, count } of z.array(Counted).parse(rows)) counts[state] = count;
  return counts;
}

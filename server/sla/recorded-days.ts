import type pg from 'pg';
import { z } from 'zod';
import type { RecordedDay } from '@/lib/sla/recorded-days';
import type { StoredObjective } from './stored-objectives';

/** day, from, to, up, degraded, down, unknown, maintenance, good, bad. */
type Packed = [string, number, number, number, number, number, number, number, number, number];

const mostDays = 400;

/** The newest recorded days of objectives, oldest first, by the objective's id. */
export async function readDays(client: pg.ClientBase, objectives: readonly StoredObjective[]): Promise<Map<string, RecordedDay[]>> {
  // One text for each objective: rows of columns would cost three times as much to read.
  const { rows } = await client.query<{ id: string; days: string | null }>(
    `select o.id, (select '[' || string_agg('["' || day || '",' || (extract(epoch from from_at) * 1000)::bigint || ',' || (extract(epoch from to_at) * 1000)::bigint || ',' || up_ms || ',' || degraded_ms || ',' || down_ms
       || ',' || unknown_ms || ',' || maintenance_ms || ',' || good || ',' || bad || ']', ',' order by day) || ']' from (select * from sla_metrics m where m.objective_id = o.id order by day desc limit ${mostDays}) as newest) as days
     from unnest($1::uuid[]) as o(id)`,
    [objectives.map(({ id }) => id)],
  );
  const kinds = new Map(objectives.map(({ id, settings }) => [id, settings.sli.kind]));
  return new Map(rows.map(({ id, days }) => [id, (JSON.parse(days ?? '[]') as Packed[]).map((packed) => unpack(packed, kinds.get(id) === 'checks'))]));
}

function unpack([day, fromMs, toMs, upMs, degradedMs, downMs, unknownMs, maintenanceMs, good, bad]: Packed, isTime: boolean): RecordedDay {
  return { day, fromMs, toMs, part: isTime ? { tally: { upMs, degradedMs, downMs, unknownMs, maintenanceMs }, amount: null } : { tally: null, amount: { good, bad, unit: 'events' } } };
}

const Last = z.object({ id: z.string(), toMs: z.number() });

/** Until when each objective of the client's tenant is recorded; one without a day is left out. */
export async function lastRecorded(client: pg.ClientBase): Promise<Map<string, number>> {
  const { rows } = await client.query(
    `select o.id, round(extract(epoch from m.to_at) * 1000)::float8 as "toMs" from objectives o
     cross join lateral (select to_at from sla_metrics m where m.objective_id = o.id order by m.day desc limit 1) m`,
  );
  return new Map(z.array(Last).parse(rows).map(({ id, toMs }) => [id, toMs]));
}

import type pg from 'pg';
import { z } from 'zod';
import { spanEnd, spansSince } from '@/server/checks/spans';

const Row = z.object({ serviceId: z.string(), knownDay: z.number().nullable(), downDay: z.number().nullable(), knownMonth: z.number().nullable(), downMonth: z.number().nullable() });

/** A long list is shown with figures that are this old: they are of days, and of many services they take long to count. */
const keptMs = 30_000;
const longList = 20;
const mostKept = 20_000;
const kept = new Map<string, { at: number; uptimes: Uptimes }>();

/** Of each service those of its checks that count. */
type ChecksOf = ReadonlyMap<string, readonly { id: string }[]>;

interface Uptimes {
  day: number | null;
  month: number | null;
}

/**
 * Percent of the known time of the last 24 h and 30 days in which none of the checks of a service was down, by the service: at each moment the worst of them
 * counts, one that is unknown or in maintenance does not. Of more than 20 services they may be 30 s old.
 */
export async function readUptimes(client: pg.ClientBase, checksOf: ChecksOf, now: number): Promise<Map<string, Uptimes>> {
  if (checksOf.size <= longList) return countUptimes(client, checksOf, now);
  const isOld = (id: string) => Math.abs(now - (kept.get(id)?.at ?? -Infinity)) > keptMs;
  const old = new Map([...checksOf].filter(([id]) => isOld(id)));
  const counted = await countUptimes(client, old, now);
  if (kept.size + old.size > mostKept) kept.clear();
  for (const id of old.keys()) kept.set(id, { at: now, uptimes: counted.get(id) ?? { day: null, month: null } });
  return new Map([...checksOf.keys()].flatMap((id) => {
    const uptimes = counted.get(id) ?? kept.get(id)?.uptimes;
    return uptimes ? [[id, uptimes] as const] : [];
  }));
}

/** By the database, because a page of services may have tens of thousands of spans. */
async function countUptimes(client: pg.ClientBase, checksOf: ChecksOf, now: number): Promise<Map<string, Uptimes>> {
  const pairs = [...checksOf].flatMap(([serviceId, checks]) => checks.map(({ id }) => ({ id, serviceId })));
  if (pairs.length === 0) return new Map();
  const { rows } = await client.query(
    `with times as (
       select c.service_id, s.state = 'down' as is_down, tstzrange(greatest(s.from_at, $2::timestamptz - interval '30 days'), least($2, ${spanEnd('$2')})) as time
       from ${spansSince('$1', `($2::timestamptz - interval '30 days')`)} join unnest($1::uuid[], $3::uuid[]) as c(id, service_id) on c.id = s.check_id
       where s.state <> 'unknown' and s.maintenance is null and s.from_at < $2 and ${spanEnd('$2')} > greatest(s.from_at, $2::timestamptz - interval '30 days')
     ), found as (select service_id, range_agg(time) as known, range_agg(time) filter (where is_down) as down from times group by service_id)
     select service_id as "serviceId", ${lengthOf('known * day')} as "knownDay", ${lengthOf('down * day')} as "downDay", ${lengthOf('known')} as "knownMonth", ${lengthOf('down')} as "downMonth"
     from found, (select tstzmultirange(tstzrange($2::timestamptz - interval '1 day', $2)) as day) as last`,
    [pairs.map(({ id }) => id), new Date(now), pairs.map(({ serviceId }) => serviceId)],
  );
  return new Map(z.array(Row).parse(rows).map(({ serviceId, knownDay, downDay, knownMonth, downMonth }) => [serviceId, { day: percentOf(knownDay, downDay), month: percentOf(knownMonth, downMonth) }]));
}

/** Seconds of a multirange. Not by extract(), whose exact numbers take several times as long. */
function lengthOf(ranges: string): string {
  return `(select sum(date_part('epoch', upper(r) - lower(r))) from unnest(${ranges}) as r)`;
}

function percentOf(known: number | null, down: number | null): number | null {
  return known === null || known === 0 ? null : (100 * (known - (down ?? 0))) / known;
}

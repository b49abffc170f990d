import { z } from 'zod';
import type { TimeRange } from '@/lib/sla/days';
import type { TenantRef } from '@/lib/tenants';
import { spanEnd, spansSince } from '@/server/checks/spans';
import type { Database } from '@/server/database/database';

const Row = z.object({ knownMs: z.number(), downMs: z.number() });

/**
 * How long of a time the checks of one service were known, and how long one of them was down, in whole milliseconds: as the uptimes of services are counted. Time that is
 * unknown or in maintenance does not count.
 */
export async function readUptime(database: Database, tenant: TenantRef, checkIds: readonly string[], { fromMs, toMs }: TimeRange): Promise<{ knownMs: number; downMs: number }> {
  if (checkIds.length === 0) return { knownMs: 0, downMs: 0 };
  const { rows } = await database.withTenant(tenant, (client) =>
    client.query(
      `with times as (
         select s.state = 'down' as is_down, tstzrange(greatest(s.from_at, $2), least($3, ${spanEnd('$3')})) as time
         from ${spansSince('$1', '$2')} where s.state <> 'unknown' and s.maintenance is null and s.from_at < $3 and ${spanEnd('$3')} > greatest(s.from_at, $2)
       ), found as (select range_agg(time) as known, range_agg(time) filter (where is_down) as down from times)
       select ${lengthOf('known')} as "knownMs", ${lengthOf('down')} as "downMs" from found`,
      [checkIds, new Date(fromMs), new Date(toMs)],
    ),
  );
  return z.array(Row).parse(rows)[0] ?? { knownMs: 0, downMs: 0 };
}

/** Of a multirange. Not by extract(), whose exact numbers take several times as long. */
function lengthOf(ranges: string): string {
  return `coalesce((select round(sum(date_part('epoch', upper(r) - lower(r))) * 1000) from unnest(${ranges}) as r), 0)`;
}

import type pg from 'pg';
import { z } from 'zod';
import type { Span } from '@/lib/checks/span';
import { checkStates } from '@/lib/checks/states';
import type { TimeRange } from '@/lib/sla/days';
import { mostSpans, TooManySpans } from '@/server/checks/spans';

const Row = z.object({
  checkId: z.string(), fromMs: z.number(), toMs: z.number(), state: z.enum(checkStates), reason: z.string(),
  maintenance: z.object({ id: z.string(), name: z.string(), reason: z.string() }).nullable(), eventId: z.string().nullable(),
});

/**
 * The spans of checks of the client's tenant in several short times far apart, by check: what `readSpans` answers for each, in one question that looks at
 * nothing between them. The ranges of one check do not overlap. Throws `TooManySpans` for more than 200,000.
 */
export async function readSpanRanges(client: pg.ClientBase, ranges: readonly (TimeRange & { checkId: string })[]): Promise<Map<string, Span[]>> {
  const found = new Map<string, Span[]>();
  if (ranges.length === 0) return found;
  const { rows } = await client.query(
    `select distinct on (s.check_id, s.from_at) s.check_id as "checkId", round(extract(epoch from s.from_at) * 1000)::float8 as "fromMs",
       round(extract(epoch from case when t.span_from is null then s.to_at when t.covered_until >= r.to_at then greatest(s.to_at, t.measured_at, r.to_at) else greatest(s.to_at, t.measured_at) end) * 1000)::float8 as "toMs",
       s.state, s.reason, s.maintenance, s.event_id::text as "eventId"
     from (select check_id, to_timestamp(from_ms / 1000) as from_at, to_timestamp(to_ms / 1000) as to_at from unnest($1::uuid[], $2::float8[], $3::float8[]) as u(check_id, from_ms, to_ms)) r
     cross join lateral (
       (select * from check_spans a where a.check_id = r.check_id and a.from_at <= r.from_at order by a.from_at desc limit 1)
       union all select * from check_spans b where b.check_id = r.check_id and b.from_at > r.from_at and b.from_at < r.to_at
     ) s left join check_states t on t.check_id = s.check_id and t.span_from = s.from_at
     order by s.check_id, s.from_at, r.to_at desc limit ${mostSpans + 1}`,
    [ranges.map(({ checkId }) => checkId), ranges.map(({ fromMs }) => fromMs), ranges.map(({ toMs }) => toMs)],
  );
  if (rows.length > mostSpans) throw new TooManySpans();
  for (const span of z.array(Row).parse(rows)) {
    const known = found.get(span.checkId);
    if (known) known.push(span);
    else found.set(span.checkId, [span]);
  }
  return found;
}

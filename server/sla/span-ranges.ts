import type pg from 'pg';
import type { Span } from '@/lib/checks/span';
import type { TimeRange } from '@/lib/sla/days';
import { mostSpans, TooManySpans } from '@/server/checks/spans';

/** from, to, state, reason, maintenance, event. */
type Packed = [number, number, Span['state'], string, Span['maintenance'], string | null];

/**
 * The spans of checks of the client's tenant in several short times far apart, by check: what `readEverySpan` answers for each, in one question that looks at
 * nothing between them. The ranges of one check do not overlap. Throws `TooManySpans` for more than 200,000.
 */
export async function readSpanRanges(client: pg.ClientBase, ranges: readonly (TimeRange & { checkId: string })[]): Promise<Map<string, Span[]>> {
  const found = new Map<string, Span[]>();
  if (ranges.length === 0) return found;
  // One list for each check: rows of columns would cost three times as much to read.
  const { rows } = await client.query<{ checkId: string; spans: Packed[] }>(
    `select check_id as "checkId", json_agg(json_build_array(from_ms, to_ms, state, reason, maintenance, event_id) order by from_ms) as spans from (
       select distinct on (s.check_id, s.from_at) s.check_id, round(extract(epoch from s.from_at) * 1000)::bigint as from_ms,
         round(extract(epoch from case when t.span_from is null then s.to_at when t.covered_until >= r.to_at then greatest(s.to_at, t.measured_at, r.to_at) else greatest(s.to_at, t.measured_at) end) * 1000)::bigint as to_ms,
         s.state, s.reason, s.maintenance, s.event_id::text as event_id
       from (select check_id, to_timestamp(from_ms / 1000) as from_at, to_timestamp(to_ms / 1000) as to_at from unnest($1::uuid[], $2::float8[], $3::float8[]) as u(check_id, from_ms, to_ms)) r
       cross join lateral (
         (select * from check_spans a where a.check_id = r.check_id and a.from_at <= r.from_at order by a.from_at desc limit 1)
         union all select * from check_spans b where b.check_id = r.check_id and b.from_at > r.from_at and b.from_at < r.to_at
       ) s left join check_states t on t.check_id = s.check_id and t.span_from = s.from_at
       order by s.check_id, s.from_at, r.to_at desc limit ${mostSpans + 1}
     ) as found group by check_id`,
    [ranges.map(({ checkId }) => checkId), ranges.map(({ fromMs }) => fromMs), ranges.map(({ toMs }) => toMs)],
  );
  if (rows.reduce((sum, { spans }) => sum + spans.length, 0) > mostSpans) throw new TooManySpans();
  for (const { checkId, spans } of rows) found.set(checkId, spans.map((packed) => unpack(checkId, packed)));
  return found;
}

function unpack(checkId: string, [fromMs, toMs, state, reason, maintenance, eventId]: Packed): Span {
  return { checkId, fromMs, toMs, state, reason, maintenance, eventId };
}

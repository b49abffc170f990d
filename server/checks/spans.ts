import type pg from 'pg';
import { z } from 'zod';
import type { Span } from '@/lib/checks/span';
import { checkStates } from '@/lib/checks/states';

const Row = z.object({
  checkId: z.string(), fromMs: z.number(), toMs: z.number(), state: z.enum(checkStates), reason: z.string(),
  maintenance: z.object({ id: z.string(), name: z.string(), reason: z.string() }).nullable(), eventId: z.string().nullable(),
});

/**
 * Spans `s` of checks that end after a time, each with the state `t` of its check where it is the open one: the row of an open span is not written with each
 * result, so it is looked for by itself. The arguments are parameters of the query.
 */
export function spansSince(checkIds: string, since: string): string {
  return `(select * from check_spans where check_id = any(${checkIds}::uuid[]) and to_at > ${since}
    union all select s.* from check_states t join check_spans s on s.check_id = t.check_id and s.from_at = t.span_from where t.check_id = any(${checkIds}::uuid[]) and s.to_at <= ${since}) as s
    left join check_states t on t.check_id = s.check_id and t.span_from = s.from_at`;
}

/** When such a span ends as seen at a time: an open one reaches to then as long as its last result stands. */
export function spanEnd(now: string): string {
  return `case when t.span_from is null then s.to_at when t.covered_until >= ${now} then ${now} else greatest(s.to_at, t.measured_at) end`;
}

/** More than a year of twenty checks that change every hour. */
export const mostSpans = 200_000;

/** There are more spans than are looked at in one go. */
export class TooManySpans extends Error {
  override readonly name = 'TooManySpans';

  constructor() {
    super(`The checks changed more often than ${mostSpans} times in a time that is looked at in one go.`);
  }
}

/**
 * The spans of checks of the client's tenant that touch [fromMs, toMs), ordered by check and time; none ends after `toMs`, the first may begin before `fromMs`.
 * With `toMs` at now, an open span reaches to now as long as its last result stands. Milliseconds since 1970. Throws `TooManySpans` for more than 200,000.
 */
export async function readEverySpan(client: pg.ClientBase, checkIds: readonly string[], fromMs: number, toMs: number): Promise<Span[]> {
  if (checkIds.length === 0) return [];
  const { rows } = await client.query<Record<string, unknown>>(
    `select * from (
       select s.check_id as "checkId", round(extract(epoch from s.from_at) * 1000)::float8 as "fromMs", round(extract(epoch from least($3, ${spanEnd('$3')})) * 1000)::float8 as "toMs",
         s.state, s.reason, s.maintenance, s.event_id::text as "eventId"
       from ${spansSince('$1', '$2')} where s.from_at < $3 limit ${mostSpans + 1}
     ) as found order by "checkId", "fromMs"`,
    [checkIds, new Date(fromMs), new Date(toMs)],
  );
  if (rows.length > mostSpans) throw new TooManySpans();
  // An open span may have ended before.
  return z.array(Row).parse(rows).filter((span) => span.toMs > fromMs);
}

/** The spans of each check, in their order. */
export function spansByCheck(spans: readonly Span[]): Map<string, Span[]> {
  const found = new Map<string, Span[]>();
  for (const span of spans) {
    const known = found.get(span.checkId);
    if (known) known.push(span);
    else found.set(span.checkId, [span]);
  }
  return found;
}

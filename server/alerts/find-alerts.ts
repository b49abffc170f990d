import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import type { CompiledFilter } from './alert-filter';
import { createPatience } from './patience';

interface Place {
  startsAtMs: number;
  id: string;
}

export interface FoundPage {
  ids: string[];
  nextCursor: string | null;
}

/** Runs a query; where the filter has regular expressions, in a transaction of its own each time, so that none is open while they run. */
export type Run = <T>(query: (tx: Transaction) => Promise<T>) => Promise<T>;

const Found = z.object({ id: z.uuid(), starts_at: z.date(), values: z.array(z.string()).nullable(), looked: z.number().nullable() });
/** A filter that finds little looks on in the same request this long. */
const lookOnMs = 20;
/** Rows of the first query, for each that is asked for; a filter that finds little looks at more in each further one. */
const firstRows = 4;
const growth = 5;

/**
 * The ids of the next alerts that a filter accepts, the newest first. Alerts that arrive in the meantime come before the cursor and move nothing. A
 * request looks through a bounded number of alerts: where that finds no full page, the cursor goes on after what was looked at.
 * Throws AppError `invalid` for a cursor that is not one, and for regular expressions that take too long.
 */
export async function findAlerts(run: Run, filter: CompiledFilter, cursor: string | undefined, limit: number): Promise<FoundPage> {
  const startedAt = performance.now();
  const pause = createPatience('query.matchers');
  const ids: string[] = [];
  let after = cursor === undefined ? null : placeOf(cursor);
  for (let rows = firstRows * limit; ; rows *= growth) {
    const window = { after, rows: Math.min(rows, filter.rowsAtOnce), wanted: limit - ids.length + 1 };
    const { found, last, isEnd } = await run((tx) => lookThrough(tx, filter, window));
    for (const { values, ...place } of found) {
      const isAccepted = values === null || filter.accepts(values);
      const paused = values === null ? null : pause();
      if (paused) await paused;
      if (!isAccepted) continue;
      if (ids.length === limit) return { ids, nextCursor: after && cursorOf(after) };
      ids.push(place.id);
      after = place;
    }
    if (isEnd || !last) return { ids, nextCursor: null };
    after = last;
    if (ids.length === limit || performance.now() - startedAt > lookOnMs) return { ids, nextCursor: cursorOf(last) };
  }
}

interface Window {
  after: Place | null;
  /** To look at. */
  rows: number;
  /** To find at most, where SQL decides alone. */
  wanted: number;
}

/** The next rows in the order of the list: those that SQL accepts, with the values that are left to decide by, and the last that was looked at. */
async function lookThrough(tx: Transaction, { scope, condition, values }: CompiledFilter, { after, rows: count, wanted }: Window) {
  const start = after === null ? Prisma.sql`true` : Prisma.sql`(starts_at, id) < (${new Date(after.startsAtMs)}, ${after.id}::uuid)`;
  const rows = await tx.$queryRaw`
    with looked as materialized (select * from alerts where ${scope} and ${start} order by starts_at desc, id desc limit ${count})
    (select id, starts_at, ${values ?? Prisma.sql`null::text[]`} as values, null::int as looked from looked where ${condition} order by starts_at desc, id desc limit ${values === null ? wanted : count})
    union all
    (select id, starts_at, null, (select count(*) from looked)::int from looked order by starts_at, id limit 1)`;
  const parsed = z.array(Found).parse(rows);
  const end = parsed.find(({ looked }) => looked !== null);
  const found = parsed.filter(({ looked }) => looked === null).map((row) => ({ ...toPlace(row), values: row.values }));
  return { found, last: end ? toPlace(end) : null, isEnd: (end?.looked ?? 0) < count };
}

function toPlace({ id, starts_at: startsAt }: { id: string; starts_at: Date }): Place {
  return { startsAtMs: startsAt.getTime(), id };
}

function cursorOf({ startsAtMs, id }: Place): string {
  return `${startsAtMs}_${id}`;
}

function placeOf(cursor: string): Place {
  const [, time, id] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw new AppError('invalid', 'query.cursor: this is no cursor of this list. Leave it out to begin at the newest.');
  return { startsAtMs: Number(time), id };
}

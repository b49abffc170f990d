import { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { listIncidents as endpoint } from '@/lib/incidents/api';
import { openStates } from '@/lib/incidents/schemas';
import type { Database, Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import { loadIncidents } from './load-incidents';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;
type Answer = z.input<(typeof endpoint)['response']>;

interface Place {
  isOpen: boolean;
  createdAtMs: number;
  id: string;
}

const Found = z.array(z.object({ id: z.uuid(), created_at: z.date() }));
/** More are counted as this many: nobody reads on from there. */
const mostCounted = 10_000;

/** A page of the tenant's incidents, the open ones first, of each the newest; and how many are in each state. Throws AppError `invalid` for a cursor that is not one. */
export function listIncidents({ database }: { database: Database }, { tenant, now }: Caller, { cursor, limit, ...filters }: Query): Promise<Answer> {
  const after = cursor === undefined ? null : placeOf(cursor);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const found: Place[] = [];
    for (const isOpen of [true, false]) {
      if (after && after.isOpen !== isOpen && isOpen) continue;
      if (found.length > limit) break;
      found.push(...(await find(tx, filters, isOpen, after?.isOpen === isOpen ? after : null, limit + 1 - found.length)));
    }
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { incidents: await loadIncidents(tx, page.map(({ id }) => id)), nextCursor: found.length > limit && last ? cursorOf(last) : null, counts: await countsIn(tx), at: now };
  });
}

async function find(tx: Transaction, filters: Omit<Query, 'cursor' | 'limit'>, isOpen: boolean, after: Place | null, count: number): Promise<Place[]> {
  const wanted = filters.state?.filter((state) => openStates.some((open) => open === state) === isOpen);
  if (wanted?.length === 0) return [];
  const conditions = [
    // As the indexes have it, word for word.
    isOpen ? Prisma.sql`i.state not in ('resolved', 'reviewed')` : Prisma.sql`i.state in ('resolved', 'reviewed')`,
    ...(after ? [Prisma.sql`(i.created_at, i.id) < (${new Date(after.createdAtMs)}, ${after.id}::uuid)`] : []),
    ...(wanted ? [Prisma.sql`i.state = any(${wanted})`] : []),
    ...conditionsOf(filters),
  ];
  const rows = Found.parse(await tx.$queryRaw`select i.id, i.created_at from incidents i where ${Prisma.join(conditions, ' and ')} order by i.created_at desc, i.id desc limit ${count}`);
  return rows.map(({ id, created_at: createdAt }) => ({ isOpen, createdAtMs: createdAt.getTime(), id }));
}

function conditionsOf({ severity, service, team, lead, text, from, to }: Omit<Query, 'cursor' | 'limit'>): Prisma.Sql[] {
  const like = text === undefined || text.trim() === '' ? null : `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const number = text === undefined ? null : /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  return [
    ...(severity === undefined ? [] : [Prisma.sql`i.severity = any(${severity.split(',')})`]),
    ...(service === undefined ? [] : [Prisma.sql`exists (select from incident_services x where x.incident_id = i.id and x.service_id = ${service}::uuid)`]),
    ...(team === undefined ? [] : [Prisma.sql`lower(i.team) = lower(${team})`]),
    ...(lead === undefined ? [] : [Prisma.sql`i.lead_id = ${lead}::uuid`]),
    ...(from === undefined ? [] : [Prisma.sql`i.created_at >= ${new Date(from)}`]),
    ...(to === undefined ? [] : [Prisma.sql`i.created_at < ${new Date(to)}`]),
    ...(number ? [Prisma.sql`(i.number = ${Number(number)} or i.title ilike ${like})`] : like ? [Prisma.sql`(i.title ilike ${like} or i.summary ilike ${like} or i.review ilike ${like})`] : []),
  ];
}

async function countsIn(tx: Transaction): Promise<Answer['counts']> {
  const rows = await tx.$queryRaw`
    select state, count(*)::int as count from (select state from incidents where state not in ('resolved', 'reviewed') limit ${mostCounted}) o group by state
    union all select 'toReview', count(*)::int from (select from incidents where state = 'resolved' and merged_into is null limit ${mostCounted}) r`;
  const counts = new Map(z.array(z.object({ state: z.string(), count: z.number() })).parse(rows).map(({ state, count }) => [state, count]));
  const of = (state: string) => counts.get(state) ?? 0;
  return { investigating: of('investigating'), identified: of('identified'), monitoring: of('monitoring'), toReview: of('toReview') };
}

function cursorOf({ isOpen, createdAtMs, id }: Place): string {
  return `${isOpen ? 'o' : 'c'}_${createdAtMs}_${id}`;
}

function placeOf(cursor: string): Place {
  const [, kind, time, id] = /^([oc])_(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw new AppError('invalid', 'query.cursor: this is no cursor of this list. Leave it out to begin at the newest.');
  return { isOpen: kind === 'o', createdAtMs: Number(time), id };
}

import type { z } from 'zod';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { readTimeline as endpoint } from '@/lib/incidents/api';
import { entryKinds } from '@/lib/incidents/schemas';
import type { Database } from '@/server/database/database';
import { viewOfEntry } from './entries';
import { noSuchIncident } from './load-incidents';
import { invalid } from './references';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;

/** A page of a timeline, the newest first by when it happened. Throws `not_found`, and `invalid` for a cursor or a kind that is none. */
export function readTimeline({ database }: { database: Database }, { tenant }: Caller, id: string, { cursor, limit, kind, isPinned }: Query): Promise<z.input<(typeof endpoint)['response']>> {
  const before = cursor === undefined ? null : placeOf(cursor);
  const kinds = kind === undefined ? null : kindsOf(kind);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    if (!(await tx.incident.findUnique({ where: { id }, select: { id: true } }))) throw noSuchIncident();
    const rows = await tx.incidentEntry.findMany({
      where: { incidentId: id, ...(kinds ? { kind: { in: kinds } } : {}), ...(isPinned === undefined ? {} : { isPinned }), ...(before ? { OR: [{ at: { lt: before.at } }, { at: before.at, id: { lt: before.id } }] } : {}) },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { entries: page.map(viewOfEntry), nextCursor: rows.length > limit && last ? `${last.at.getTime()}_${last.id}` : null };
  });
}

function kindsOf(text: string): string[] {
  const kinds = text.split(',');
  const unknown = kinds.find((each) => !entryKinds.some((known) => known === each));
  if (unknown !== undefined) throw invalid('query.kind', `${JSON.stringify(unknown)} is no kind of entry. Take some of ${entryKinds.join(', ')}.`);
  return kinds;
}

function placeOf(cursor: string): { at: Date; id: bigint } {
  const [, time, id] = /^(\d{1,14})_(\d{1,18})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw new AppError('invalid', 'query.cursor: this is no cursor of this timeline. Leave it out to begin at the newest.');
  return { at: new Date(Number(time)), id: BigInt(id) };
}

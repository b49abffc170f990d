import type { SilenceView } from '@/lib/alerts/suppression/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Database } from '@/server/database/database';
import { viewOfSilence, type SilenceRow } from './silence-row';

interface Asked {
  state?: SilenceView['state'];
  cursor?: string;
  limit: number;
}

/** Silences, those that end last first. Throws `invalid` for a cursor that is not one. */
export async function listSilences({ database }: { database: Database }, { tenant, now }: Caller, { state, cursor, limit }: Asked) {
  const at = new Date(now);
  const isOpen = { endsAt: { gt: at } };
  const active = { ...isOpen, startsAt: { lte: at } };
  const pending = { ...isOpen, startsAt: { gt: at } };
  const asked = { active, pending, expired: { endsAt: { lte: at } } };
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const after = cursor === undefined ? {} : placeAfter(cursor);
    const rows = await tx.silence.findMany({ where: { AND: [state === undefined ? isOpen : asked[state], after] }, orderBy: [{ endsAt: 'desc' }, { id: 'desc' }], take: limit + 1 });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const counts = { active: await tx.silence.count({ where: active }), pending: await tx.silence.count({ where: pending }) };
    return { silences: rows.slice(0, limit).map((row) => viewOfSilence(row, now)), nextCursor: last ? cursorOf(last) : null, counts };
  });
}

function cursorOf({ endsAt, id }: SilenceRow): string {
  return `${endsAt.getTime()}_${id}`;
}

function placeAfter(cursor: string) {
  const [, time, id] = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw new AppError('invalid', 'query.cursor: this is no cursor of this list. Leave it out to begin at the first.');
  const endsAt = new Date(Number(time));
  return { OR: [{ endsAt: { lt: endsAt } }, { endsAt, id: { lt: id } }] };
}

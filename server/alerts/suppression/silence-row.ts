import { AlertActor } from '@/lib/alerts/schemas';
import { SilenceView } from '@/lib/alerts/suppression/schemas';
import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';
import type { Silence } from '@/server/database/generated/client';

export type SilenceRow = Omit<Silence, 'tenantId'>;

/** A silence as it is at a moment. */
export function viewOfSilence(row: SilenceRow, nowMs: number): SilenceView {
  const { id, version, comment, startsAt, endsAt, createdAt, updatedAt } = row;
  return {
    id, version, comment,
    state: endsAt.getTime() <= nowMs ? 'expired' : startsAt.getTime() <= nowMs ? 'active' : 'pending',
    matchers: SilenceView.shape.matchers.parse(row.matchers),
    startsAt: startsAt.getTime(),
    endsAt: endsAt.getTime(),
    createdBy: AlertActor.parse(row.createdBy),
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  };
}

/** Throws `not_found`. */
export async function silenceRow(tx: Transaction, id: string): Promise<SilenceRow> {
  const row = await tx.silence.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no silence with this id.');
  return row;
}

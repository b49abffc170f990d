import { AlertActor, AlertMatchers } from '@/lib/alerts/schemas';
import type { PostedSilence, Silence } from '@/lib/alertmanager/silences';
import type { Caller } from '@/lib/context';
import { alertActorOf } from '@/lib/alerts/actor';
import type { Transaction } from '@/server/database/database';
import type { Silence as Row } from '@/server/database/generated/client';

/** As Alertmanager keeps them: ended ones are shown for five days. */
const retentionMs = 5 * 86_400_000;
const maxSilences = 10_000;

export interface StoredSilence extends Silence {
  version: number;
}

/** The silences of the transaction's tenant that have not ended long ago. */
export async function listSilences(tx: Transaction, nowMs: number): Promise<StoredSilence[]> {
  const rows = await tx.silence.findMany({ where: { endsAt: { gt: new Date(nowMs - retentionMs) } }, orderBy: { endsAt: 'desc' }, take: maxSilences });
  return rows.map(silenceOf);
}

export async function findSilence(tx: Transaction, id: string): Promise<StoredSilence | null> {
  const row = await tx.silence.findUnique({ where: { id } });
  return row && silenceOf(row);
}

export async function insertSilence(tx: Transaction, caller: Caller, { matchers, startsAtMs, endsAtMs, comment, createdBy }: PostedSilence): Promise<StoredSilence> {
  const at = new Date(caller.now);
  const row = await tx.silence.create({
    data: { tenantId: caller.tenant.id, matchers, startsAt: new Date(startsAtMs), endsAt: new Date(endsAtMs), comment, createdBy: authorOf(caller, createdBy), createdAt: at, updatedAt: at },
  });
  return silenceOf(row);
}

/** Null when it was changed in the meantime. */
export async function updateSilence(tx: Transaction, caller: Caller, { id, version }: StoredSilence, changed: Partial<Pick<Silence, 'startsAtMs' | 'endsAtMs' | 'comment' | 'createdBy'>>): Promise<StoredSilence | null> {
  const { startsAtMs, endsAtMs, comment, createdBy } = changed;
  const { count } = await tx.silence.updateMany({
    where: { id, version },
    data: {
      version: version + 1,
      updatedAt: new Date(caller.now),
      ...(startsAtMs === undefined ? {} : { startsAt: new Date(startsAtMs) }),
      ...(endsAtMs === undefined ? {} : { endsAt: new Date(endsAtMs) }),
      ...(comment === undefined ? {} : { comment }),
      ...(createdBy === undefined ? {} : { createdBy: authorOf(caller, createdBy) }),
    },
  });
  return count === 0 ? null : findSilence(tx, id);
}

/** What the audit trail keeps of a silence. */
export function auditOf({ id, version, matchers, startsAtMs, endsAtMs, comment, createdBy }: StoredSilence) {
  return { id, version, matchers, startsAt: startsAtMs, endsAt: endsAtMs, comment, createdBy };
}

/** The sender says who it works for; the key or person that sent it is kept beside that name. */
function authorOf({ actor }: Caller, createdBy: string): AlertActor {
  const sender = alertActorOf(actor);
  return createdBy === '' ? sender : { ...sender, name: createdBy };
}

function silenceOf({ id, version, matchers, startsAt, endsAt, comment, createdBy, updatedAt }: Row): StoredSilence {
  return {
    id, version, comment,
    matchers: AlertMatchers.parse(matchers),
    startsAtMs: startsAt.getTime(),
    endsAtMs: endsAt.getTime(),
    createdBy: AlertActor.parse(createdBy).name,
    updatedAtMs: updatedAt.getTime(),
  };
}

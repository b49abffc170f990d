import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';

const mostOpen = 100;

/** Keeps programs from declaring more than people could work on; call it after lockDeclaring. Throws AppError `too_many_requests` while 100 that programs declared are open. */
export async function refuseTooMany(tx: Transaction): Promise<void> {
  const open = await tx.incident.count({ where: { source: { in: ['hook', 'api'] }, state: { notIn: ['resolved', 'reviewed'] } } });
  if (open < mostOpen) return;
  throw new AppError('too_many_requests', `${mostOpen} incidents that programs declared are open. Resolve or merge some of them first, and give calls about the same thing the same key.`, { retryAfterSeconds: 60 });
}

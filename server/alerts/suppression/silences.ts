import { alertActorOf } from '@/lib/alerts/actor';
import { maxSilenceMs, suppressionLimits, type SilenceInput, type SilenceView } from '@/lib/alerts/suppression/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database } from '@/server/database/database';
import { checkMatchers } from './check-matchers';
import { silenceRow, viewOfSilence } from './silence-row';

interface Verbs {
  database: Database;
}

/** Throws `not_found`. */
export async function readSilence({ database }: Verbs, { tenant, now }: Caller, id: string): Promise<SilenceView> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => viewOfSilence(await silenceRow(tx, id), now));
}

/**
 * Stores a silence with its author; one that would begin in the past begins now. Throws `invalid` for a time that is over or longer than a year and for
 * matchers that accept everything, `conflict` for one silence too many.
 */
export async function createSilence({ database }: Verbs, caller: Caller, input: SilenceInput): Promise<SilenceView> {
  const { now, tenant, actor } = caller;
  const { startsAt, endsAt } = checkedTimes(input, now, 'body');
  checkMatchers(input.matchers, 'body.matchers');
  return mutate(database, caller, 'silence.create', async (tx) => {
    const open = await tx.silence.count({ where: { endsAt: { gt: new Date(now) } } });
    if (open >= suppressionLimits.openSilences) throw new AppError('conflict', `There are ${open} silences already that have not ended. End one first, or let one silence accept more alerts.`);
    const row = await tx.silence.create({
      data: { tenantId: tenant.id, matchers: input.matchers, startsAt, endsAt, comment: input.comment, createdBy: alertActorOf(actor), createdAt: new Date(now), updatedAt: new Date(now) },
    });
    const silence = viewOfSilence(row, now);
    return { result: silence, before: null, after: silence };
  });
}

/**
 * Changes a silence that has not ended; one that is active keeps its beginning. Throws `not_found`, `invalid` as above, and `conflict` for one that has
 * ended or is not in this version any more.
 */
export async function updateSilence({ database }: Verbs, caller: Caller, id: string, { version, silence }: { version: number; silence: SilenceInput }): Promise<SilenceView> {
  const { now } = caller;
  checkMatchers(silence.matchers, 'body.silence.matchers');
  return mutate(database, caller, 'silence.update', async (tx) => {
    const before = viewOfSilence(await silenceRow(tx, id), now);
    if (before.state === 'expired') throw ended();
    const { startsAt, endsAt } = checkedTimes(before.state === 'active' ? { ...silence, startsAt: before.startsAt } : silence, now, 'body.silence');
    const data = { matchers: silence.matchers, endsAt, comment: silence.comment, version: version + 1, updatedAt: new Date(now), ...(before.state === 'active' ? {} : { startsAt }) };
    const { count } = await tx.silence.updateMany({ where: { id, version, endsAt: { gt: new Date(now) } }, data });
    if (count === 0) throw versionLost();
    const after = viewOfSilence(await silenceRow(tx, id), now);
    return { result: after, before, after };
  });
}

/** Ends a silence now; one that has not begun never does. Throws `not_found`, and `conflict` for one that has ended or is not in this version any more. */
export async function expireSilence({ database }: Verbs, caller: Caller, id: string, version?: number): Promise<SilenceView> {
  const { now } = caller;
  return mutate(database, caller, 'silence.expire', async (tx) => {
    const before = viewOfSilence(await silenceRow(tx, id), now);
    if (before.state === 'expired') throw ended();
    const at = new Date(now);
    const data = { endsAt: at, version: before.version + 1, updatedAt: at, ...(before.state === 'pending' ? { startsAt: at } : {}) };
    const { count } = await tx.silence.updateMany({ where: { id, version: version ?? before.version }, data });
    if (count === 0) throw versionLost();
    const after = viewOfSilence(await silenceRow(tx, id), now);
    return { result: after, before, after };
  });
}

function checkedTimes({ startsAt, endsAt }: Pick<SilenceInput, 'startsAt' | 'endsAt'>, now: number, path: string): { startsAt: Date; endsAt: Date } {
  const begin = Math.max(startsAt, now);
  if (endsAt <= now) throw invalid(`${path}.endsAt`, 'must be a time that is still to come');
  if (endsAt - begin > maxSilenceMs) throw invalid(`${path}.endsAt`, 'must be within a year from the beginning: what is muted for longer needs another rule or route');
  if (begin - now > maxSilenceMs) throw invalid(`${path}.startsAt`, 'must be within a year from now');
  return { startsAt: new Date(begin), endsAt: new Date(endsAt) };
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}

function ended(): AppError {
  return new AppError('conflict', 'This silence has ended, and what has ended does not change. Create a new one.');
}

function versionLost(): AppError {
  return new AppError('conflict', 'This silence was changed by somebody else in the meantime. Load it again and repeat the change.');
}

import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { hashPassword, verifyPassword } from '@/server/auth/passwords';
import { countAttempt, forgetFailures, subjectsOf } from '@/server/auth/sign-in-throttle';
import { changeOwn, lockPerson, personOf, type AccountWorld } from './own';
import { tell } from './tell';

/**
 * Sets a new password, for who knows the present one. Every other session ends, and so do links of mails. Throws `forbidden` for a wrong password, `conflict` for an account that has
 * none, and `too_many_requests`.
 */
export async function changePassword(world: AccountWorld, caller: Caller, { current, password }: { current: string; password: string }): Promise<{ endedSessions: number }> {
  const { database } = world;
  const { id, email, sessionId } = personOf(caller);
  const subjects = subjectsOf(world.authSecret, { kind: 'password', email, address: caller.address ?? 'unknown' });
  await countAttempt(database, subjects, caller.now);
  const { passwordHash: before } = await database.transaction({ kind: 'auth' }, (tx) => tx.user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } }));
  if (before === null) throw new AppError('conflict', 'This account has no password: it signs in by a provider or a passkey.');
  if (!(await verifyPassword(before, current))) throw new AppError('forbidden', 'The present password is wrong.', { issues: [{ path: 'body.current', message: 'is wrong' }] });
  const passwordHash = await hashPassword(password);
  const endedSessions = await changeOwn(database, caller, 'password.change', async (tx) => {
    await lockPerson(tx, id);
    const now = new Date(caller.now);
    const { count } = await tx.user.updateMany({ where: { id, passwordHash: before }, data: { passwordHash, passwordChangedAt: now } });
    if (count === 0) throw new AppError('conflict', 'The password was changed elsewhere at this moment. Sign in again.');
    await forgetFailures(tx, subjects);
    await tx.userToken.deleteMany({ where: { userId: id, kind: 'reset' } });
    const ended = await tx.session.updateMany({ where: { userId: id, id: { not: sessionId }, revokedAt: null }, data: { revokedAt: now } });
    return { result: ended.count, before: null, after: { endedSessions: ended.count } };
  });
  tell(world, caller.tenant, { to: email, subject: 'Your password was changed', text: 'The password of your account was changed. All other sessions ended.' });
  return { endedSessions };
}

import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { OpenInvitation } from '@/lib/people/schemas';
import { createLinkGuesses } from '@/server/alerts/link-guesses';
import { hashPassword } from '@/server/auth/passwords';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { lockPeople } from './change-people';
import { mayStillGive } from './inviter';
import { hashInvitationToken, invitationInclude, invitationState, inviterOf } from './invitation-view';

interface Verbs {
  database: Database;
}

/** Who holds a link, and from where. */
interface LinkRequest {
  token: string;
  address: string;
  now: number;
  requestId: string;
}

const include = { ...invitationInclude, tenant: { select: { id: true, number: true, slug: true, name: true } } } as const satisfies Prisma.InvitationInclude;
type Row = Prisma.InvitationGetPayload<{ include: typeof include }>;

const guesses = createLinkGuesses();

/** What a link invites to. Throws `not_found` for one that there is not, that ended, or that gives more than who invited may give by now, in one sentence for all, and `too_many_requests` to who tries many. */
export function readInvitation({ database }: Verbs, request: LinkRequest): Promise<OpenInvitation> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const { tenant, email, role, customRole, expiresAt, ...row } = await openOf(tx, request);
    return { tenant: tenant.name, email, role, customRole: customRole?.name ?? null, invitedBy: inviterOf(row), expiresAt: expiresAt.getTime(), account: await accountOf(tx, email) };
  });
}

/** Makes the account and the membership, once. Throws as readInvitation, and `conflict` where there is an account with the email, which has to sign in to accept. */
export async function acceptAsNew({ database }: Verbs, request: LinkRequest, { name, password }: { name: string; password: string }): Promise<{ email: string }> {
  // Hashing is dear: who has no link must not be able to keep it busy.
  await database.transaction({ kind: 'auth' }, async (tx) => refuseAccount(tx, (await openOf(tx, request)).email));
  const passwordHash = await hashPassword(password);
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const row = await claim(tx, request);
    const { email } = row;
    await refuseAccount(tx, email);
    const data = { name, passwordHash, passwordChangedAt: new Date(request.now), isEmailProven: false };
    // Who was removed everywhere is a bare name, which comes back with a new password; who is being made elsewhere at this moment has one.
    const { count } = await tx.user.updateMany({ where: { email, passwordHash: null, memberships: { none: {} } }, data: { ...data, version: { increment: 1 } } });
    if (count === 0) {
      const made = await tx.user.createMany({ data: { email, ...data }, skipDuplicates: true });
      if (made.count === 0) throw signInFirst(email);
    }
    const { id } = await tx.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
    await join(tx, row, id, request);
    return { email };
  });
}

/** Makes the signed-in person a member, once. Throws as readInvitation, `forbidden` for an invitation to another email, and `conflict` for who is a member already. */
export function acceptAsSelf({ database }: Verbs, { actor, requestId, now, address = '' }: Caller, token: string): Promise<{ tenantId: string }> {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a person can accept an invitation.');
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const request = { token, address, now, requestId };
    const row = await claim(tx, request);
    if (row.email !== actor.email) throw new AppError('forbidden', `This invitation is for ${row.email}, and you are signed in as ${actor.email}. Sign in with that account.`);
    await join(tx, row, actor.id, request);
    return { tenantId: row.tenantId };
  });
}

async function openOf(tx: Transaction, { token, address, now }: LinkRequest): Promise<Row> {
  guesses.assertMayTry(address, now);
  const row = await tx.invitation.findUnique({ where: { tokenHash: hashInvitationToken(token) }, include });
  if (row && invitationState(row, now) === 'open' && (await mayStillGive(tx, row, now))) return row;
  if (!row) guesses.countWrong(address, now);
  throw ended();
}

/** Takes the invitation for this transaction: a second one that comes at the same moment finds it used. */
async function claim(tx: Transaction, request: LinkRequest): Promise<Row> {
  const row = await openOf(tx, request);
  await lockPeople(tx, row.tenant);
  // A role may have been narrowed while this waited.
  if (!(await mayStillGive(tx, await tx.invitation.findUniqueOrThrow({ where: { id: row.id }, include: invitationInclude }), request.now))) throw ended();
  const at = new Date(request.now);
  const { count } = await tx.invitation.updateMany({ where: { id: row.id, tokenHash: row.tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: at } }, data: { acceptedAt: at } });
  if (count === 0) throw ended();
  return row;
}

async function join(tx: Transaction, row: Row, userId: string, { address, now, requestId }: LinkRequest): Promise<void> {
  const { tenant, role, customRoleId, customRole, email } = row;
  const { count } = await tx.membership.createMany({ data: { tenantId: tenant.id, userId, role, customRoleId, createdAt: new Date(now) }, skipDuplicates: true });
  if (count === 0) throw new AppError('conflict', `${email} is a member of ${tenant.name} already. Sign in.`);
  const teams = await tx.team.findMany({ where: { tenantId: tenant.id, id: { in: row.teamIds } }, select: { id: true, name: true } });
  await tx.teamMember.createMany({ data: teams.map(({ id }) => ({ teamId: id, tenantId: tenant.id, userId })) });
  const after = { email, role, customRole: customRole?.name ?? null, teams: teams.map(({ name }) => name), invitedBy: inviterOf(row) };
  await record(tx, tenant, { actor: { kind: 'user', id: userId }, action: 'invitation.accept', before: null, after, requestId, address, now });
}

async function accountOf(tx: Transaction, email: string): Promise<OpenInvitation['account']> {
  const user = await tx.user.findUnique({ where: { email }, select: { passwordHash: true, memberships: { select: { deactivatedAt: true } } } });
  if (!user || (user.memberships.length === 0 && user.passwordHash === null)) return 'new';
  return user.memberships.some(({ deactivatedAt }) => deactivatedAt === null) ? 'existing' : 'deactivated';
}

async function refuseAccount(tx: Transaction, email: string): Promise<void> {
  const account = await accountOf(tx, email);
  if (account === 'existing') throw signInFirst(email);
  if (account === 'deactivated') throw new AppError('conflict', `The account ${email} is deactivated. Ask for an invitation to another email, or to be activated where it belongs.`);
}

function signInFirst(email: string): AppError {
  return new AppError('conflict', `There is an account ${email} already. Sign in with it to accept.`);
}

function ended(): AppError {
  return new AppError('not_found', 'This invitation does not work: it was used, has expired, was taken back or replaced by a newer one, or its link is not complete. Ask for a new one.');
}

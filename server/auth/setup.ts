import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CreateOwner } from '@/lib/setup/api';
import { AppError } from '@/lib/errors';
import { record } from '@/server/audit/record';
import type { Database, Transaction } from '@/server/database/database';
import { runtime } from '@/server/runtime';
import { hashPassword } from './passwords';

export type SetupState = 'open' | 'done';

/** Whether the first owner is still to be created. */
export async function setupState(database: Database = runtime().database): Promise<SetupState> {
  const users = await database.transaction({ kind: 'auth' }, (tx) => tx.user.count());
  return users === 0 ? 'open' : 'done';
}

/** Makes a new one-time token, which ends the one before. Only its hash is stored. Null when an owner exists. */
export async function issueSetupToken(database: Database): Promise<string | null> {
  const token = randomBytes(24).toString('base64url');
  return database.transaction({ kind: 'auth' }, async (tx) => {
    if ((await tx.user.count()) > 0) return null;
    const tokenHash = hashToken(token);
    await tx.setupToken.upsert({ where: { id: 1 }, create: { id: 1, tokenHash }, update: { tokenHash, createdAt: new Date() } });
    return token;
  });
}

/** Creates tenant and owner by the one-time token. Throws `forbidden` for a wrong token, `conflict` when it was used. */
export async function createOwnerByToken(database: Database, input: CreateOwner, now: number, requestId: string): Promise<void> {
  // Hashing is dear: whoever has no token must not be able to keep it busy.
  await database.transaction({ kind: 'auth' }, (tx) => checkToken(tx, input.token));
  const passwordHash = await hashPassword(input.password);
  await database.transaction({ kind: 'auth' }, async (tx) => {
    await lockSetup(tx);
    await checkToken(tx, input.token);
    await tx.setupToken.delete({ where: { id: 1 } });
    await insertOwner(tx, { ...input, passwordHash }, now, requestId);
  });
}

/** Creates the owner from OWNER_EMAIL and OWNER_PASSWORD when no user exists; otherwise changes nothing. */
export async function createOwnerFromConfig(database: Database, owner: { email: string; password: string }, now: number): Promise<boolean> {
  if ((await setupState(database)) === 'done') return false;
  const passwordHash = await hashPassword(owner.password);
  return database.transaction({ kind: 'auth' }, async (tx) => {
    await lockSetup(tx);
    if ((await tx.user.count()) > 0) return false;
    await tx.setupToken.deleteMany();
    await insertOwner(tx, { name: 'Owner', email: owner.email, passwordHash, organisation: 'My organisation' }, now, 'start');
    return true;
  });
}

interface NewOwner {
  name: string;
  email: string;
  passwordHash: string;
  organisation: string;
}

async function insertOwner(tx: Transaction, owner: NewOwner, now: number, requestId: string): Promise<void> {
  const user = await tx.user.create({ data: { email: owner.email, name: owner.name, passwordHash: owner.passwordHash } });
  // The collector's samples may have made the tenant before its owner came.
  const existing = await tx.tenant.findFirst({ orderBy: { number: 'asc' } });
  const tenant = existing
    ? await tx.tenant.update({ where: { id: existing.id }, data: { name: owner.organisation } })
    : await tx.tenant.create({ data: { slug: 'main', name: owner.organisation } });
  await tx.membership.create({ data: { tenantId: tenant.id, userId: user.id, role: 'OWNER' } });
  await record(tx, tenant, {
    actor: { kind: 'user', id: user.id },
    action: 'owner.create',
    before: null,
    after: { email: owner.email, organisation: owner.organisation },
    requestId,
    now,
  });
}

async function checkToken(tx: Transaction, token: string): Promise<void> {
  if ((await tx.user.count()) > 0) throw new AppError('conflict', 'Nines is already set up. Sign in instead.');
  const stored = await tx.setupToken.findUnique({ where: { id: 1 } });
  if (stored && sameHash(stored.tokenHash, hashToken(token))) return;
  throw new AppError('forbidden', 'This setup link is not valid any more. Use the newest link that the terminal shows, or restart Nines for a new one.');
}

/** Two setups at once must not both find nobody. */
async function lockSetup(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(1853453427)`;
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

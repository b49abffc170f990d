import { createInterface } from 'node:readline/promises';
import { AppError } from '@/lib/errors';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { issueToken } from '@/server/account/one-time-tokens';
import { record } from '@/server/audit/record';
import { readConfig } from '@/server/config';
import type { Transaction } from '@/server/database/database';
import { settingsIn } from '@/server/settings/settings';
import type { Command } from './command';
import { commandRecord, readOptions, tenantOf, toEmail, withDatabase } from './options';

const usage = 'owner reset [EMAIL] [--tenant SLUG] [--yes]';
const linkMs = 30 * 60_000;

type Change = ReturnType<typeof commandRecord>;

interface Tenant {
  id: string;
  number: number;
}

interface Owner {
  userId: string;
  email: string;
}

export const resetOwnerCommand: Command = {
  usage,
  summary: 'Lets an owner in again who cannot sign in: prints a one-time link to set a new password, removes second factors, ends sessions, and switches passwords on. Without an owner it makes EMAIL one, after asking.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, usage, { options: { tenant: { type: 'string' }, yes: { type: 'boolean' } } });
    const email = positionals[0] === undefined ? null : toEmail(positionals[0], usage);
    const { publicUrl, host, port } = readConfig(process.env);
    return withDatabase(open, async (database) => {
      const tenant = await tenantOf(database, values.tenant);
      const change = commandRecord();
      const known = await database.transaction({ kind: 'auth' }, (tx) => ownerOf(tx, tenant, email));
      if (!known && !values.yes && !(await isConfirmed(email ?? ''))) return 'Nothing was changed.';
      const { token, owner } = await database.transaction({ kind: 'auth' }, async (tx) => {
        await tx.$executeRaw`select 1 from memberships where tenant_id = ${tenant.id}::uuid and role = 'OWNER' for update`;
        const found = (await ownerOf(tx, tenant, email)) ?? (await makeOwner(tx, tenant, email ?? '', change));
        return { owner: found, token: await reset(tx, tenant, found, change) };
      });
      const url = publicUrl ?? `http://${host}:${port}`;
      return `${url}/reset/${token}\n\nThis link sets a new password for ${owner.email}. It works once, within 30 minutes, while Nines runs. Second factors and sessions of ${owner.email} are gone, the old password too, and passwords are switched on.`;
    });
  },
};

/** The owner who is meant; null when the tenant has none and EMAIL is to become it. Throws `invalid` where it is not clear who is meant. */
async function ownerOf(tx: Transaction, tenant: Tenant, email: string | null): Promise<Owner | null> {
  const rows = await tx.membership.findMany({ where: { tenantId: tenant.id, role: 'OWNER' }, include: { user: { select: { email: true } } }, orderBy: { createdAt: 'asc' }, take: 100 });
  const owners = rows.map(({ userId, user }) => ({ userId, email: user.email }));
  const names = owners.map((owner) => owner.email).join(', ');
  if (email !== null) {
    const found = owners.find((owner) => owner.email === email);
    if (!found && owners.length > 0) throw new AppError('invalid', `${email} is no owner. Owners are: ${names}. One of them can make ${email} an owner.`);
    return found ?? null;
  }
  if (owners.length > 1) throw new AppError('invalid', `Say which owner: ${names}.`);
  if (!owners[0]) throw new AppError('invalid', `There is no owner. Name who is to be it.\nUse: npm run nines -- ${usage}`);
  return owners[0];
}

async function isConfirmed(email: string): Promise<boolean> {
  process.stderr.write(`There is no owner. Make ${email} the owner? Type yes: `);
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line.trim().toLowerCase() === 'yes';
    return false;
  } finally {
    lines.close();
  }
}

async function makeOwner(tx: Transaction, tenant: Tenant, email: string, change: Change): Promise<Owner> {
  const user = await tx.user.upsert({ where: { email }, create: { email, passwordHash: null }, update: {} });
  const key = { tenantId: tenant.id, userId: user.id };
  const before = await tx.membership.findUnique({ where: { tenantId_userId: key } });
  const role = { role: 'OWNER' as const, customRoleId: null };
  await tx.membership.upsert({ where: { tenantId_userId: key }, create: { ...key, ...role }, update: { ...role, version: { increment: 1 } } });
  await record(tx, tenant, { ...change, action: before ? 'member.role' : 'member.create', before: before && { email, role: before.role }, after: { email, role: 'OWNER' } });
  return { userId: user.id, email };
}

/** Takes away all that could keep the owner out, and everything by which anybody else could come in instead. Returns the token of the link. */
async function reset(tx: Transaction, tenant: Tenant, { userId, email }: Owner, change: Change): Promise<string> {
  const at = new Date(change.now);
  const isActive = await tx.membership.findFirst({ where: { tenantId: tenant.id, userId, deactivatedAt: null } });
  if (!isActive) await tx.membership.updateMany({ where: { tenantId: tenant.id, userId }, data: { deactivatedAt: null, version: { increment: 1 } } });
  const factors = await tx.userFactor.deleteMany({ where: { userId } });
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.user.update({ where: { id: userId }, data: { passwordHash: null } });
  const sessions = await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
  await tx.userToken.deleteMany({ where: { userId, kind: 'reset' } });
  const token = await issueToken(tx, { kind: 'reset', userId, now: change.now, lifeMs: linkMs });
  const after = { email, factors: factors.count, sessions: sessions.count, reactivated: !isActive };
  await record(tx, tenant, { ...change, action: 'owner.reset', before: null, after });
  await switchPasswordsOn(tx, tenant, change);
  return token;
}

async function switchPasswordsOn(tx: Transaction, tenant: Tenant, change: Change): Promise<void> {
  const { version, settings } = await settingsIn(tx, tenant.id, 'sign-in');
  if (settings.isPasswordOn) return;
  const next = SignInSettings.parse({ ...settings, isPasswordOn: true });
  await tx.tenantSettings.updateMany({ where: { tenantId: tenant.id, section: 'sign-in', version }, data: { settings: next, version: version + 1, updatedAt: new Date(change.now) } });
  await record(tx, tenant, { ...change, action: 'owner.passwords_on', before: settings, after: next });
}

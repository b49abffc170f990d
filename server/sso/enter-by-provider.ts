import type { ProviderRules, RoleGrant } from '@/lib/settings/provider-settings';
import { decideFirst, grantOf } from '@/lib/sso/decide';
import type { Identity } from '@/lib/sso/identity';
import type { Provider } from '@/lib/sso/providers';
import type { Refusal } from '@/lib/sso/refusals';
import type { TenantRef } from '@/lib/tenants';
import { record } from '@/server/audit/record';
import { createSession, type NewSession } from '@/server/auth/create-session';
import type { Database, Transaction } from '@/server/database/database';
import { revokeInvitationsBy } from '@/server/people/standing';
import { endUnprovenAccess } from './end-unproven-access';

interface Entry {
  provider: Provider;
  /** Null: the provider did not say who it is. */
  identity: Identity | null;
  from: NewSession['from'];
  /** Whose session the browser has; null: nobody's. */
  signedInUserId: string | null;
}

/** An entry whose identity is known, and the tenant that new people join. */
interface Arrival extends Omit<Entry, 'identity'> {
  identity: Identity;
  joining: TenantRef | null;
}

export type Entered = { userId: string; sessionId: string } | { refusal: Refusal };

/**
 * Lets somebody in by what a provider says: finds the person by the identity and never by the email alone, ties or makes the account the first time, applies the groups, and opens a session.
 * All in one transaction; a refusal is written to the audit trail of the tenant that it concerns.
 */
export function enterByProvider(database: Database, { identity, ...entry }: Entry): Promise<Entered> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const { tenant: slug } = entry.provider.rules;
    const joining = slug === null ? await tx.tenant.findFirst({ orderBy: { number: 'asc' } }) : await tx.tenant.findUnique({ where: { slug } });
    const platform = await tx.tenant.findFirst({ orderBy: { number: 'asc' } });
    const entered = identity ? await enter(tx, { ...entry, identity, joining }) : { refusal: 'no_identity' as const };
    if (!('refusal' in entered)) return entered;
    const at = ('tenant' in entered ? entered.tenant : null) ?? joining ?? platform;
    if (at) await auditRefusal(tx, at, entry, { ...entered, email: identity?.email ?? null });
    return { refusal: entered.refusal };
  });
}

/** A refusal, and whose it is where that is known. */
interface Refused {
  refusal: Refusal;
  userId?: string;
  tenant?: TenantRef;
}

async function enter(tx: Transaction, arrival: Arrival): Promise<Exclude<Entered, { refusal: Refusal }> | Refused> {
  const { provider, identity, from } = arrival;
  await lock(tx, arrival);
  const known = await tx.userIdentity.findUnique({ where: { provider_subject: { provider: provider.key, subject: identity.subject } } });
  // Who is signed in comes to link an account of theirs: that makes nobody else of them.
  if (known && arrival.signedInUserId !== null && known.userId !== arrival.signedInUserId) return { refusal: 'of_another', userId: arrival.signedInUserId };
  const first = known && (await countMemberships(tx, known.userId)) > 0 ? { userId: known.userId } : await enterFirst(tx, arrival, known?.userId ?? null);
  if ('refusal' in first) return first;
  const { userId } = first;
  const refusal = known ? await applyGroups(tx, arrival, { userId, joinedTenantId: known.joinedTenantId }) : null;
  if (refusal) return { refusal, userId };
  const memberships = await tx.membership.findMany({ where: { userId }, include: { tenant: true }, orderBy: { createdAt: 'asc' }, take: 100 });
  const active = memberships.filter(({ deactivatedAt }) => deactivatedAt === null);
  const membership = active.find(({ tenantId }) => tenantId === arrival.joining?.id) ?? active[0];
  if (!membership) return { refusal: 'deactivated', userId, ...(memberships[0] ? { tenant: memberships[0].tenant } : {}) };
  await tx.userIdentity.update({
    where: { provider_subject: { provider: provider.key, subject: identity.subject } },
    data: { lastUsedAt: new Date(from.now), email: identity.email },
  });
  const hasSecondFactor = provider.rules.trustsSecondFactor || identity.hasSecondFactor;
  const sessionId = await createSession(tx, { tenant: membership.tenant, userId, method: provider.key, hasSecondFactor, from });
  return { userId, sessionId };
}

/** Two browsers that come as the same person for the first time: the second waits for the first. */
async function lock(tx: Transaction, { provider, identity }: Arrival): Promise<void> {
  for (const name of [`identity ${provider.key} ${identity.subject}`, `joining ${identity.email ?? ''}`]) {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
  }
}

/** Ties the identity to an account that exists, or makes a member. `knownUserId` is the person of an identity who belongs to no tenant any more. */
async function enterFirst(tx: Transaction, arrival: Arrival, knownUserId: string | null): Promise<{ userId: string } | Refused> {
  const { provider, identity, signedInUserId, joining, from } = arrival;
  const account = await tx.user.findUnique({ where: knownUserId === null ? { email: identity.email ?? '' } : { id: knownUserId } });
  if (signedInUserId !== null && account?.id !== signedInUserId) return { refusal: 'other_email', userId: signedInUserId };
  const decision = decideFirst(
    provider.rules,
    identity,
    account && {
      hasSecondFactor: (await tx.userFactor.count({ where: { userId: account.id, confirmedAt: { not: null } } })) > 0,
      isSignedIn: signedInUserId === account.id || knownUserId !== null,
      isMember: (await countMemberships(tx, account.id)) > 0,
    },
  );
  const whose = account ? { userId: account.id } : {};
  if (typeof decision === 'object') return { ...decision, ...whose };
  if (decision === 'link' && account) {
    const tenant = await firstTenantOf(tx, account.id, joining);
    // Who is signed in to the account proves both at once, and keeps what they set.
    const ended = signedInUserId === account.id ? null : await endUnprovenAccess(tx, account.id, from.now);
    await tie(tx, arrival, account.id, null);
    if (tenant) await record(tx, tenant, { ...by(account.id, from), action: 'identity.link', before: ended && { unproven: ended }, after: { provider: provider.key, email: identity.email } });
    return { userId: account.id };
  }
  if (!joining) return { refusal: 'not_ready', ...whose };
  const grant = grantOf(provider.rules, identity.groups);
  if ('refusal' in grant) return { ...grant, ...whose };
  const email = identity.email ?? '';
  const { id: userId } = account ?? (await tx.user.create({ data: { email, name: identity.name, passwordHash: null } }));
  await tx.membership.create({ data: { tenantId: joining.id, userId, ...(await toMembership(tx, joining, grant)) } });
  if (account) await endUnprovenAccess(tx, userId, from.now);
  await tie(tx, arrival, userId, joining.id);
  await record(tx, joining, { ...by(userId, from), action: 'member.create', before: null, after: { email, ...grant, provider: provider.key } });
  return { userId };
}

async function tie(tx: Transaction, { provider, identity, from }: Arrival, userId: string, joinedTenantId: string | null): Promise<void> {
  const key = { provider: provider.key, subject: identity.subject };
  const data = { userId, joinedTenantId, email: identity.email };
  await tx.userIdentity.upsert({ where: { provider_subject: key }, create: { ...key, ...data, createdAt: new Date(from.now) }, update: data });
}

/** Gives who joined by the provider the role of the groups, unless that person owns the tenant. Returns why nobody may come in with these groups, else null. */
async function applyGroups(tx: Transaction, arrival: Arrival, { userId, joinedTenantId }: { userId: string; joinedTenantId: string | null }): Promise<Refusal | null> {
  const { provider, identity, joining, from } = arrival;
  if (!joining || joinedTenantId !== joining.id || provider.rules.groups.length === 0) return null;
  const membership = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId: joining.id, userId } }, include: { customRole: true } });
  if (!membership || membership.role === 'OWNER') return null;
  const grant = grantOf(provider.rules, identity.groups);
  if ('refusal' in grant) return grant.refusal;
  const next = await toMembership(tx, joining, grant);
  if (next.role === membership.role && next.customRoleId === membership.customRoleId) return null;
  const { count } = await tx.membership.updateMany({
    where: { tenantId: joining.id, userId, role: { not: 'OWNER' } },
    data: { ...next, version: { increment: 1 } },
  });
  if (count === 0) return null;
  await revokeInvitationsBy(tx, joining.id, userId, from.now);
  const before = { role: membership.role, customRole: membership.customRole?.name ?? null };
  const change = { actor: { kind: 'system', id: 'single sign-on' }, requestId: from.requestId, address: from.address, now: from.now };
  await record(tx, joining, { ...change, action: 'member.role', before: { email: identity.email, ...before }, after: { email: identity.email, ...grant, provider: provider.key } });
  return null;
}

/** A custom role that is there no more adds nothing. */
async function toMembership(tx: Transaction, tenant: TenantRef, { role, customRole }: RoleGrant): Promise<{ role: ProviderRules['grant']['role']; customRoleId: string | null }> {
  const found = customRole === null ? null : await tx.customRole.findUnique({ where: { tenantId_name: { tenantId: tenant.id, name: customRole } }, select: { id: true } });
  return { role, customRoleId: found?.id ?? null };
}

function countMemberships(tx: Transaction, userId: string): Promise<number> {
  return tx.membership.count({ where: { userId } });
}

async function firstTenantOf(tx: Transaction, userId: string, preferred: TenantRef | null): Promise<TenantRef | null> {
  const memberships = await tx.membership.findMany({ where: { userId }, include: { tenant: true }, orderBy: { createdAt: 'asc' }, take: 100 });
  return (memberships.find(({ tenantId }) => tenantId === preferred?.id) ?? memberships[0])?.tenant ?? null;
}

function by(userId: string, { requestId, address, now }: NewSession['from']) {
  return { actor: { kind: 'user', id: userId }, requestId, address, now };
}

async function auditRefusal(tx: Transaction, tenant: TenantRef, { provider, from }: Omit<Entry, 'identity'>, refused: Refused & { email: string | null }): Promise<void> {
  const { address, requestId, now } = from;
  const actor = refused.userId === undefined ? { kind: 'system', id: 'single sign-on' } : { kind: 'user', id: refused.userId };
  const after = { address, provider: provider.key, reason: refused.refusal, email: refused.email };
  await record(tx, tenant, { actor, action: 'session.refuse', before: null, after, address, requestId, now });
}

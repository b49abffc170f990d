import { createHash } from 'node:crypto';
import type { Actor, Caller } from '@/lib/context';
import { permissions, permissionsOf, type Permission } from '@/lib/auth/permissions';
import type { Database } from '@/server/database/database';
import { settingsIn } from '@/server/settings/settings';
import { createKeyGuesses } from './key-guesses';

/** What a session or a key may do now. */
export interface Access {
  tenant: Caller['tenant'];
  actor: Exclude<Actor, { kind: 'system' }>;
  /** None while `needsSecondFactor`. */
  permissions: readonly Permission[];
  /** The tenant asks for a second factor, and the session has not proved one: only what is the person's own is open. */
  needsSecondFactor: boolean;
}

export interface AccessCache {
  /** The access of a session that is neither expired nor revoked, of a person who is not deactivated, or null. `address` is where it is used from. */
  bySession(sessionId: string, address?: string): Promise<Access | null>;
  /** The access of an API key that is neither expired nor revoked, or null. Throws `too_many_requests` to who guesses. */
  byKey(key: string, address: string): Promise<Access | null>;
  /** What is known without asking the database, at no cost of a promise; undefined when it has to be asked. */
  knownSession(sessionId: string): Access | null | undefined;
  knownKey(key: string): Access | null | undefined;
  /** Forgets everything that is known: called when anybody's access changed. */
  forget(): void;
}

/** An access and when it ends by itself; null when there is none. */
type Loaded = { access: Access; endsAt: number } | null;

interface Entry {
  loaded: Promise<Loaded>;
  /** The same once it is there. */
  value?: Loaded;
  staleAt: number;
}

/** The database tells of every change at once; this bounds what a lost notification could cost. */
const trustMs = 15_000;
const maxEntries = 20_000;
const lastUsedEveryMs = 60_000;

export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Remembers who may do what, so that a request needs no query. */
export function createAccessCache(database: Database): AccessCache {
  const entries = new Map<string, Entry>();
  const guesses = createKeyGuesses();
  let changes = 0;
  const recall = async (name: string, load: (now: number) => Promise<Loaded>): Promise<Access | null> => {
    const now = Date.now();
    const known = entries.get(name);
    if (known && known.staleAt > now) return live(await known.loaded, now);
    if (entries.size >= maxEntries) entries.delete(entries.keys().next().value ?? '');
    const before = changes;
    const loaded = load(now);
    const entry: Entry = { loaded, staleAt: now + trustMs };
    entries.set(name, entry);
    const drop = () => entries.get(name) === entry && entries.delete(name);
    // What was read while a change arrived may be the old state.
    loaded.then((value) => (before === changes ? (entry.value = value) : drop()), drop);
    return live(await loaded, now);
  };
  const known = (name: string): Access | null | undefined => {
    const now = Date.now();
    const entry = entries.get(name);
    return entry?.value === undefined || entry.staleAt <= now ? undefined : live(entry.value, now);
  };
  return {
    bySession: (sessionId, address) => recall(`session:${sessionId}`, (now) => loadSession(database, { id: sessionId, address, now })),
    byKey: (key, address) => {
      const hash = hashKey(key);
      return recall(`secret:${hash}`, async (now) => {
        guesses.assertMayTry(address, now);
        const loaded = await loadKey(database, { hash, address, now });
        if (!loaded) guesses.countWrong(address, now);
        return loaded;
      });
    },
    knownSession: (sessionId) => known(`session:${sessionId}`),
    knownKey: (key) => known(`secret:${hashKey(key)}`),
    // A change is rare and loading again is cheap: forgetting all keeps no index of who holds what.
    forget: () => {
      changes += 1;
      entries.clear();
    },
  };
}

function live(loaded: Loaded, now: number): Access | null {
  return loaded && loaded.endsAt > now ? loaded.access : null;
}

async function loadSession(database: Database, { id, address, now }: { id: string; address: string | undefined; now: number }): Promise<Loaded> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const session = await tx.session.findUnique({ where: { id }, include: { user: true, tenant: true } });
    if (!session || session.revokedAt || session.expiresAt.getTime() <= now) return null;
    const membership = await tx.membership.findUnique({
      where: { tenantId_userId: { tenantId: session.tenantId, userId: session.userId } },
      include: { customRole: { select: { permissions: true } } },
    });
    if (!membership || membership.deactivatedAt) return null;
    if (!session.lastSeenAt || now - session.lastSeenAt.getTime() > lastUsedEveryMs) {
      await tx.session.updateMany({ where: { id }, data: { lastSeenAt: new Date(now), ...(address === undefined ? {} : { lastAddress: address }) } });
    }
    const { user, tenant } = session;
    const { settings } = await settingsIn(tx, tenant.id, 'sign-in');
    const needsSecondFactor = session.secondFactorAt === null && settings.secondFactorFor.includes(membership.role);
    const access: Access = {
      tenant: { id: tenant.id, number: tenant.number, slug: tenant.slug, name: tenant.name },
      actor: { kind: 'user', id: user.id, email: user.email, name: user.name, role: membership.role, sessionId: id },
      permissions: needsSecondFactor ? [] : permissionsOf(membership.role, membership.customRole?.permissions),
      needsSecondFactor,
    };
    return { access, endsAt: session.expiresAt.getTime() };
  });
}

async function loadKey(database: Database, { hash, address, now }: { hash: string; address: string; now: number }): Promise<Loaded> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { secretHash: hash }, include: { tenant: true } });
    if (!key || key.revokedAt || (key.expiresAt && key.expiresAt.getTime() <= now)) return null;
    if (!key.lastUsedAt || now - key.lastUsedAt.getTime() > lastUsedEveryMs) {
      await tx.apiKey.update({ where: { id: key.id }, data: { lastUsedAt: new Date(now), lastUsedAddress: address } });
    }
    const { tenant } = key;
    const access: Access = {
      tenant: { id: tenant.id, number: tenant.number, slug: tenant.slug, name: tenant.name },
      actor: { kind: 'key', id: key.id, name: key.name },
      permissions: permissions.filter((permission) => key.scopes.includes(permission)),
      needsSecondFactor: false,
    };
    return { access, endsAt: key.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY };
  });
}

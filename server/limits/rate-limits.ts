import type { BucketLimits } from '@/lib/auth/token-bucket';
import { networkOf } from '@/lib/auth/network';
import { AppError } from '@/lib/errors';
import { createBucketTable, type BucketTable } from '@/lib/limits/bucket-table';
import { limitItem, policyItem, retryAfterSeconds, type RateFields } from '@/lib/limits/rate-fields';
import { createRefusalBook, type RefusalBook } from '@/lib/limits/refusals';
import { limitKinds, LimitSettings, type LimitKind } from '@/lib/settings/limit-settings';
import type { Access } from '@/server/auth/access-cache';

/** Names that each kind remembers at most; whoever was not seen for longest is forgotten, and begins anew. */
export const rememberedNames: Record<LimitKind, number> = { address: 50_000, user: 10_000, key: 10_000, tenant: 10_000, handshake: 50_000 };
const rememberedRefusals = 1_000;

/** Where the fields of an answer are left for who sends it. */
interface Told {
  rate?: RateFields | undefined;
}

export interface RateLimits {
  /** Counts a request of a session or key, or of an address when there is none, and leaves the fields of its answer in `request.rate`. Throws AppError `too_many_requests`. */
  admit(request: Told, access: Pick<Access, 'actor' | 'tenant'> | null, address: string, now: number): void;
  /** Whether an address may open one more live socket. */
  admitHandshake(address: string, now: number): boolean;
  /** From now on these hold; what was used up stays so. */
  apply(settings: LimitSettings): void;
  /** What the requests of the last minute on this node would have met under other settings. */
  replay(settings: LimitSettings, now: number): Record<LimitKind, ReturnType<BucketTable['replay']>>;
  refusals: Pick<RefusalBook, 'top' | 'totals'>;
}

interface Rule extends BucketLimits {
  /** Its item of RateLimit-Policy. */
  policy: string;
}

/** The limits of this node, in memory: each node counts by itself. */
export function createRateLimits(): RateLimits {
  const tables = ofKinds((kind) => createBucketTable(rememberedNames[kind]));
  const refusals = createRefusalBook(rememberedRefusals);
  let settings = LimitSettings.parse({});
  let rules = rulesOf(settings);
  let policies = policiesOf(rules);

  function refuse(kind: LimitKind, name: string, tenantId: string | null, left: number, now: number): AppError {
    refusals.count(kind, name, tenantId, now);
    const { capacity, perSecond } = rules[kind];
    const message = `${who[kind]} sent too many requests: ${perSecond} a second are taken, after a while without any ${capacity} at once. Wait a moment, then send fewer.`;
    return new AppError('too_many_requests', message, { retryAfterSeconds: retryAfterSeconds(-left, rules[kind]) });
  }

  function admitAddress(request: Told, address: string, now: number): void {
    const network = networkOf(address);
    const left = tables.address.take(network, rules.address, now);
    request.rate = { policy: rules.address.policy, limit: limitItem('address', left, rules.address) };
    if (left < 0) throw refuse('address', network, null, left, now);
  }

  return {
    refusals,
    admit(request, access, address, now) {
      if (!settings.isOn) return;
      if (access === null) return admitAddress(request, address, now);
      const { actor, tenant } = access;
      const { kind } = actor;
      const left = tables[kind].take(actor.id, rules[kind], now);
      if (left < 0) {
        request.rate = { policy: policies[kind], limit: limitItem(kind, left, rules[kind]) };
        throw refuse(kind, actor.id, tenant.id, left, now);
      }
      const leftOfTenant = tables.tenant.take(tenant.id, rules.tenant, now);
      // The one that ends first is what a client has to know.
      request.rate = { policy: policies[kind], limit: leftOfTenant < left ? limitItem('tenant', leftOfTenant, rules.tenant) : limitItem(kind, left, rules[kind]) };
      if (leftOfTenant < 0) throw refuse('tenant', tenant.id, tenant.id, leftOfTenant, now);
    },
    admitHandshake(address, now) {
      if (!settings.isOn) return true;
      const network = networkOf(address);
      if (tables.handshake.take(network, rules.handshake, now) >= 0) return true;
      refusals.count('handshake', network, null, now);
      return false;
    },
    apply(next) {
      settings = next;
      rules = rulesOf(next);
      policies = policiesOf(rules);
    },
    replay: (others, now) => ofKinds((kind) => tables[kind].replay(others.isOn ? rulesOf(others)[kind] : { capacity: Infinity, perSecond: 1 }, now)),
  };
}

const who: Record<LimitKind, string> = {
  address: 'Your address, without signing in,',
  user: 'Your account',
  key: 'This API key',
  tenant: 'Your organisation',
  handshake: 'Your address',
};

function ofKinds<T>(make: (kind: LimitKind) => T): Record<LimitKind, T> {
  return Object.fromEntries(limitKinds.map((kind) => [kind, make(kind)])) as Record<LimitKind, T>;
}

function rulesOf(settings: LimitSettings): Record<LimitKind, Rule> {
  return ofKinds((kind) => {
    const limits = { capacity: settings[kind].burst, perSecond: settings[kind].perSecond };
    return { ...limits, policy: policyItem(kind, limits) };
  });
}

function policiesOf(rules: Record<LimitKind, Rule>): Record<'user' | 'key', string> {
  return { user: `${rules.user.policy}, ${rules.tenant.policy}`, key: `${rules.key.policy}, ${rules.tenant.policy}` };
}

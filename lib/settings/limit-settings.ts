import { z } from 'zod';

/** What is counted apart: addresses of requests without a session or key, people, keys, tenants, and addresses that open live sockets. */
export const limitKinds = ['address', 'user', 'key', 'tenant', 'handshake'] as const;

export type LimitKind = (typeof limitKinds)[number];

/** As they are while nobody changed them. One session or key may read as fast as a node answers; what nobody signed in for is far slower. */
export const defaultLimits: Record<LimitKind, { perSecond: number; burst: number }> = {
  address: { perSecond: 100, burst: 1_000 },
  user: { perSecond: 20_000, burst: 40_000 },
  key: { perSecond: 20_000, burst: 40_000 },
  tenant: { perSecond: 40_000, burst: 80_000 },
  handshake: { perSecond: 1_000, burst: 20_000 },
};

/** The least of each leaves the pages of Nines usable, so that nobody shuts out those who could undo it. */
export const leastLimits: Record<LimitKind, { perSecond: number; burst: number }> = {
  address: { perSecond: 1, burst: 20 },
  user: { perSecond: 5, burst: 100 },
  key: { perSecond: 1, burst: 1 },
  tenant: { perSecond: 20, burst: 200 },
  handshake: { perSecond: 1, burst: 20 },
};

export const mostLimits = { perSecond: 1_000_000, burst: 10_000_000 } as const;

const limit = (kind: LimitKind) =>
  z
    .strictObject({
      perSecond: z.number().min(leastLimits[kind].perSecond).max(mostLimits.perSecond).describe('Requests a second that are always taken'),
      burst: z.int().min(leastLimits[kind].burst).max(mostLimits.burst).describe('Requests at once, after a while without any'),
    })
    .prefault(defaultLimits[kind]);

/** How much the API takes: of one address without a session or key, of one person, of one key, of one tenant altogether, and how many live sockets one address opens. */
export const LimitSettings = z.strictObject({
  isOn: z.boolean().default(true).describe('Whether requests are counted and refused at all'),
  address: limit('address'),
  user: limit('user'),
  key: limit('key'),
  tenant: limit('tenant'),
  handshake: limit('handshake'),
});
export type LimitSettings = z.infer<typeof LimitSettings>;

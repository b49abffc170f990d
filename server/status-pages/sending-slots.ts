import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import { lanes, type Lane } from './sending-lanes';

/** Counts what is being sent, and whose turn it is. */
export interface SendingSlots {
  /** How many more of a lane may leave now, of all tenants. */
  freeOf(lane: Lane): number;
  /** How many more of a lane may leave now of one tenant. `nowMs` is in milliseconds since 1970. */
  freeOfTenant(lane: Lane, tenantId: string, nowMs: number): number;
  /** How much is being sent to each host. */
  busyHosts(): Readonly<Record<string, number>>;
  /** Takes a place until the function that it gives is called. */
  enter(place: { lane: Lane; tenantId: string; host: string | null }, nowMs: number): () => void;
  /** Those first whose last turn was the longest ago. */
  inTurn<T extends { id: string }>(lane: Lane, tenants: readonly T[]): T[];
  hadTurn(lane: Lane, tenantId: string): void;
  /** Of tenants for whom nothing waits only the rate is kept, until it is whole again. */
  forgetOthers(waiting: ReadonlySet<string>, nowMs: number): void;
}

/** Of one lane of one page: 600 a minute. */
const rate = { capacity: 20, perSecond: 10 };

export function createSendingSlots(): SendingSlots {
  const busy = new Map<string, number>();
  const hosts = new Map<string, number>();
  const rates = new Map<string, TokenBucket>();
  const turns = new Map<string, number>();
  let turn = 0;

  return {
    freeOf: (lane) => lanes[lane].atOnce - (busy.get(lane) ?? 0),
    freeOfTenant(lane, tenantId, nowMs) {
      const key = `${lane} ${tenantId}`;
      const { tokens } = refill(rates.get(key), rate, nowMs);
      return Math.min(lanes[lane].atOnce - (busy.get(lane) ?? 0), lanes[lane].atOncePerPage - (busy.get(key) ?? 0), Math.floor(tokens));
    },
    busyHosts: () => Object.fromEntries(hosts),
    enter({ lane, tenantId, host }, nowMs) {
      const key = `${lane} ${tenantId}`;
      const bucket = refill(rates.get(key), rate, nowMs);
      rates.set(key, { ...bucket, tokens: bucket.tokens - 1 });
      const leaves = [add(busy, lane), add(busy, key), ...(host === null ? [] : [add(hosts, host)])];
      return () => leaves.forEach((leave) => leave());
    },
    inTurn: (lane, tenants) => tenants.toSorted((a, b) => (turns.get(`${lane} ${a.id}`) ?? 0) - (turns.get(`${lane} ${b.id}`) ?? 0)),
    hadTurn: (lane, tenantId) => void turns.set(`${lane} ${tenantId}`, (turn += 1)),
    forgetOthers(waiting, nowMs) {
      const isOther = (key: string) => !waiting.has(key.slice(key.indexOf(' ') + 1));
      for (const key of turns.keys()) if (isOther(key)) turns.delete(key);
      for (const [key, bucket] of rates) if (isOther(key) && refill(bucket, rate, nowMs).tokens === rate.capacity) rates.delete(key);
    },
  };
}

function add(counts: Map<string, number>, key: string): () => void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return () => {
    const left = (counts.get(key) ?? 1) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };
}

import { networkInterfaces } from 'node:os';
import { badTimeBetween, networkLostSince, type BadTime, type ClockReading, type Observed, type TargetOutcome } from '@/lib/checks/observer';
import type { ScrapeClock } from '@/server/scrape/scrape-clock';

export const observeEveryMs = 500;
const keptMs = 120_000;
const interfacesEveryMs = 5_000;
export const networkLostReason = 'Nines reaches hardly anything over the network: its own connection is lost.';
const noInterfaceReason = 'This machine has no network: no interface of it is up.';

/** Watches whether this process can measure at all. */
export class Observing {
  #last: ClockReading;
  #bad: BadTime[] = [];
  /** By tenant: what one measures says nothing about the checks of another. */
  #lostSinceMs = new Map<string, number>();
  #hasInterface = true;
  #interfacesAtMs = -Infinity;

  constructor(private readonly clock: ScrapeClock, private readonly hasNetwork: () => boolean = hasNetworkInterface) {
    this.#last = this.#read();
  }

  /** Reads the clocks, which must happen every 500 ms; the time since the last reading where it was bad. */
  tick(): BadTime | null {
    const now = this.#read();
    const bad = badTimeBetween(this.#last, now, observeEveryMs);
    this.#last = now;
    this.#bad = this.#bad.filter(({ toMs }) => toMs > now.wallMs - keptMs && toMs <= now.wallMs + keptMs);
    if (bad) this.#bad.push(bad);
    if (now.monotonicMs - this.#interfacesAtMs >= interfacesEveryMs) {
      this.#interfacesAtMs = now.monotonicMs;
      this.#hasInterface = this.hasNetwork();
    }
    return bad;
  }

  /** The bad time that a run was in; null for none. */
  badTimeOf(startedMs: number, endedMs: number): BadTime | null {
    return this.#bad.find(({ fromMs, toMs }) => startedMs < toMs && endedMs > fromMs) ?? null;
  }

  /** Looks at what is known of the targets of each tenant. Those that are not given are forgotten. */
  watchNetwork(outcomes: ReadonlyMap<string, Iterable<TargetOutcome>>, nowMs: number): void {
    const lost = new Map<string, number>();
    for (const [tenantId, targets] of outcomes) {
      const before = this.#lostSinceMs.get(tenantId) ?? null;
      const sinceMs = this.#hasInterface ? networkLostSince(before, targets, nowMs) : (before ?? nowMs);
      if (sinceMs !== null) lost.set(tenantId, sinceMs);
    }
    this.#lostSinceMs = lost;
  }

  /** Since when and why what goes over the network means nothing for a tenant, as watchNetwork found it last; null while it does. */
  lost(tenantId: string): { sinceMs: number; reason: string } | null {
    const sinceMs = this.#lostSinceMs.get(tenantId);
    return sinceMs === undefined ? null : { sinceMs, reason: this.#hasInterface ? networkLostReason : noInterfaceReason };
  }

  observed(tenantId: string, nowMs: number): Observed {
    const reasons = this.#bad.filter(({ toMs }) => toMs > nowMs - 10_000).map(({ reason }) => reason);
    const lost = this.lost(tenantId);
    if (lost) reasons.push(lost.reason);
    return { isWell: reasons.length === 0, reasons };
  }

  #read(): ClockReading {
    return { wallMs: this.clock.now(), monotonicMs: this.clock.monotonicMs() };
  }
}

function hasNetworkInterface(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal));
}

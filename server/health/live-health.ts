import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { frameOf } from '@/lib/health/frame';
import { recentTickOf, type RecentTick } from '@/lib/health/recent';
import type { HealthSample } from '@/lib/health/sample';
import type { HealthFrame } from '@/lib/health/schemas';
import { stepHealth, type HealthStatus } from '@/lib/health/status';
import type { TenantRef } from '@/lib/tenants';

/** Ticks kept in memory: the live view's 5 minutes and a little more for late readers. */
const maxTicks = 360;

export interface LiveHealth {
  accept(sample: HealthSample): HealthFrame;
  /** Ticks of before this start, oldest first, so that the live view has no hole but the time Nines was down. */
  restore(ticks: readonly RecentTick[]): void;
  ticks(): readonly RecentTick[];
  latestSample(): HealthSample | null;
  /** The latest frame, for callers of the tenant whose host this is. Throws `not_found` or `unavailable`. */
  frameFor(caller: Pick<Caller, 'tenant'>): HealthFrame;
  /** Collects now, outside of the tick. */
  collectNow(): Promise<HealthFrame>;
}

/** The health of this host as of now, in memory: what the API, the socket and the page read. */
export function createLiveHealth(tenant: TenantRef, collectNow: () => Promise<HealthSample>): LiveHealth {
  let status: HealthStatus | null = null;
  let sample: HealthSample | null = null;
  let frame: HealthFrame | null = null;
  const ticks: RecentTick[] = [];
  return {
    accept(next) {
      status = stepHealth(status, next);
      sample = next;
      frame = frameOf(next, status);
      ticks.push(recentTickOf(frame));
      if (ticks.length > maxTicks) ticks.shift();
      return frame;
    },
    restore(earlier) {
      const first = ticks[0]?.at ?? Number.POSITIVE_INFINITY;
      ticks.unshift(...earlier.filter((tick) => tick.at < first).slice(-maxTicks + ticks.length));
    },
    ticks: () => ticks,
    latestSample: () => sample,
    frameFor(caller) {
      if (caller.tenant.id !== tenant.id) throw new AppError('not_found', 'This tenant has no host that Nines collects from.');
      if (!frame) throw new AppError('unavailable', 'The collector has not finished its first second yet.', { retryAfterSeconds: 1 });
      return frame;
    },
    async collectNow() {
      const now = await collectNow();
      // The collector hands every sample to accept() first; this one is the latest unless a tick came in between.
      return frame?.seq === now.seq ? frame : frameOf(now, stepHealth(status, now));
    },
  };
}

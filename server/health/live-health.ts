import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { frameOf, reportOf } from '@/lib/health/frame';
import { recentTickOf, type RecentTick } from '@/lib/health/recent';
import type { HealthSample } from '@/lib/health/sample';
import type { HealthFrame, HealthReport } from '@/lib/health/schemas';
import { stepHealth, type HealthStatus } from '@/lib/health/status';
import type { VitalThresholds } from '@/lib/health/vitals';
import type { TenantRef } from '@/lib/tenants';
import type { RecentPast } from './restore';

/** Ticks kept in memory: the live view's 5 minutes and a little more for late readers. */
const maxTicks = 360;

/** A sample this much older than the last one comes from a clock that was set back. */
const setBackMs = 1_000;

export interface LiveHealth {
  accept(sample: HealthSample): HealthFrame;
  /** What was before this start, so that the live view has no hole but the time Nines was down, and an incident goes on. */
  restore(past: RecentPast): void;
  /** Judges by these levels from the next sample on. */
  judgeBy(thresholds: VitalThresholds): void;
  ticks(): readonly RecentTick[];
  latestSample(): HealthSample | null;
  /** The latest frame, for callers of the tenant whose host this is. Throws `not_found` or `unavailable`. */
  frameFor(caller: Pick<Caller, 'tenant'>): HealthFrame;
  /** The same without the series; one object a tick, so that it is encoded once. */
  reportFor(caller: Pick<Caller, 'tenant'>): HealthReport;
  /** Collects now, outside of the tick. */
  collectNow(): Promise<HealthReport>;
}

/** The health of this host as of now, in memory: what the API, the socket and the page read. */
export function createLiveHealth(tenant: TenantRef, collectNow: () => Promise<HealthSample>): LiveHealth {
  let status: HealthStatus | null = null;
  let thresholds: VitalThresholds = {};
  let latest: { sample: HealthSample; frame: HealthFrame; report: HealthReport } | null = null;
  const ticks: RecentTick[] = [];
  const latestFor = (caller: Pick<Caller, 'tenant'>) => {
    if (caller.tenant.id !== tenant.id) throw new AppError('not_found', 'This tenant has no host that Nines collects from.');
    if (!latest) throw new AppError('unavailable', 'The collector has not finished its first second yet.', { retryAfterSeconds: 1 });
    return latest;
  };
  return {
    accept(sample) {
      // The clock was set back: what was seen at later times has not happened yet, and no state has held since then.
      const isSetBack = sample.at < (ticks.at(-1)?.at ?? 0) - setBackMs;
      if (isSetBack) {
        const kept = ticks.filter((tick) => tick.at < sample.at);
        ticks.splice(0, ticks.length, ...kept);
      }
      status = stepHealth(isSetBack ? null : status, sample, thresholds);
      const frame = frameOf(sample, status);
      latest = { sample, frame, report: reportOf(sample, status) };
      // One a second, whoever collects between the ticks, so that the count of ticks is a length of time.
      const isSameSecond = Math.floor((ticks.at(-1)?.at ?? 0) / 1_000) === Math.floor(sample.at / 1_000);
      if (isSameSecond) ticks.pop();
      ticks.push(recentTickOf(frame));
      if (ticks.length > maxTicks) ticks.shift();
      return frame;
    },
    restore(past) {
      status ??= past.status;
      const first = ticks[0]?.at ?? Number.POSITIVE_INFINITY;
      ticks.unshift(...past.ticks.filter((tick) => tick.at < first).slice(-(maxTicks - ticks.length)));
    },
    judgeBy(next) {
      thresholds = next;
    },
    ticks: () => ticks,
    latestSample: () => latest?.sample ?? null,
    frameFor: (caller) => latestFor(caller).frame,
    reportFor: (caller) => latestFor(caller).report,
    async collectNow() {
      const sample = await collectNow();
      // The collector hands every sample to accept() first; this one is the latest unless a tick came in between.
      return latest?.sample.seq === sample.seq ? latest.report : reportOf(sample, stepHealth(status, sample, thresholds));
    },
  };
}

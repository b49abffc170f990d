import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * A histogram holds the time between two firings of a timer of this period, so the delay is what exceeds it. Waking is what costs: 20 ms
 * would take 0.3 % of a core, more than all of /proc.
 */
const resolutionMs = 40;

export interface EventLoopDelay {
  /** Quantiles in seconds since the tick before the last one; null when nothing was measured yet. */
  quantiles(): { p50: number; p99: number } | null;
  /** Ends a tick. */
  turn(): void;
  close(): void;
}

/**
 * The event loop's delay. Node drops the interval in which a histogram is reset, and with it whatever blocked the loop right after a tick;
 * so two take turns, each reset every other tick, and no stall is lost.
 */
export function watchEventLoopDelay(): EventLoopDelay {
  let current = monitorEventLoopDelay({ resolution: resolutionMs });
  let next = monitorEventLoopDelay({ resolution: resolutionMs });
  current.enable();
  next.enable();
  const seconds = (percentile: number) => Math.max(0, current.percentile(percentile) / 1e9 - resolutionMs / 1000);
  return {
    quantiles: () => (current.count === 0 ? null : { p50: seconds(50), p99: seconds(99) }),
    turn() {
      current.reset();
      [current, next] = [next, current];
    },
    close() {
      current.disable();
      next.disable();
    },
  };
}

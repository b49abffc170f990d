import type { HealthReading } from '@/lib/health/metrics';
import type { UnknownSource } from '@/lib/health/sample';
import type { ServiceStats } from '@/lib/health/service-stats';
import { watchEventLoopDelay } from './event-loop-delay';
import type { Source } from './source';

const noRequestReason = 'No request in the last minute.';

/** Nines' own service: its HTTP statistics, and the delay of its event loop over the last two ticks. */
export function createServiceSource(stats: ServiceStats): Source {
  const delay = watchEventLoopDelay();
  return {
    name: 'service',
    collect({ at, isOnDemand }) {
      const { responseTimeSeconds, activeConnections, errorRatePercent, throughputPerSecond } = stats.snapshot(at);
      const unknown: UnknownSource[] = [];
      const readings: HealthReading[] = [
        { name: 'nines_active_connections', labels: {}, value: activeConnections },
        { name: 'nines_throughput_per_second', labels: {}, value: throughputPerSecond },
      ];
      if (responseTimeSeconds === null) unknown.push({ source: 'service:response-time', reason: noRequestReason });
      else {
        const percentiles = { 50: responseTimeSeconds.p50, 95: responseTimeSeconds.p95, 99: responseTimeSeconds.p99 };
        for (const [percentile, value] of Object.entries(percentiles)) readings.push({ name: 'nines_response_time_seconds', labels: { percentile }, value });
      }
      if (errorRatePercent === null) unknown.push({ source: 'service:error-rate', reason: noRequestReason });
      else readings.push({ name: 'nines_error_rate_percent', labels: {}, value: errorRatePercent });
      const loop = delay.quantiles();
      if (loop === null) unknown.push({ source: 'service:event-loop', reason: 'The event loop was not measured yet. The next tick has it.' });
      else {
        readings.push({ name: 'nines_event_loop_delay_seconds', labels: { percentile: '50' }, value: loop.p50 });
        readings.push({ name: 'nines_event_loop_delay_seconds', labels: { percentile: '99' }, value: loop.p99 });
      }
      if (!isOnDemand) delay.turn();
      return { readings, unknown };
    },
    close: () => delay.close(),
  };
}

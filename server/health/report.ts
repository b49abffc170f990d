import type { Caller } from '@/lib/context';
import type { HealthFrame, HealthReport } from '@/lib/health/schemas';
import { runtime } from '@/server/runtime';

/** The status as of the last tick. */
export function currentHealth(caller: Caller): HealthReport {
  return withoutSeries(runtime().health.frameFor(caller));
}

/** Collects now and answers with that sample; the tick goes on undisturbed. */
export async function collectNow(caller: Caller): Promise<HealthReport> {
  const { health } = runtime();
  health.frameFor(caller);
  return withoutSeries(await health.collectNow());
}

function withoutSeries(frame: HealthFrame): HealthReport {
  const { values: _values, mounts: _mounts, interfaces: _interfaces, cores: _cores, ...report } = frame;
  return report;
}

import type { Caller } from '@/lib/context';
import type { HealthReport } from '@/lib/health/schemas';
import { runtime } from '@/server/runtime';

/** The status as of the last tick. */
export function currentHealth(caller: Caller): HealthReport {
  return runtime().health.reportFor(caller);
}

/** A sample this young is as good as a new one, so that a crowd of callers costs no more than a few a second. */
const freshMs = 200;

/** Collects now and answers with that sample; the tick goes on undisturbed. */
export async function collectNow(caller: Caller): Promise<HealthReport> {
  const { health } = runtime();
  const latest = health.reportFor(caller);
  return Math.abs(caller.now - latest.at) < freshMs ? latest : health.collectNow();
}

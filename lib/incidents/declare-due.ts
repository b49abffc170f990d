import type { FiringAlert } from './join';
import type { DeclareRule } from './schemas';

/** When a rule that waits for alerts to fire for a while can declare next, in milliseconds since 1970; null: not by these alerts. */
export function nextDeclareMs(alerts: readonly FiringAlert[], rules: readonly DeclareRule[], nowMs: number): number | null {
  let next: number | null = null;
  for (const { isEnabled, firingForMs } of rules) {
    if (!isEnabled || firingForMs === 0) continue;
    for (const { isAcknowledged, firedAtMs } of alerts) {
      const atMs = firedAtMs + firingForMs;
      if (!isAcknowledged && atMs > nowMs && (next === null || atMs < next)) next = atMs;
    }
  }
  return next;
}

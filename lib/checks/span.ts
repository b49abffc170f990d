import type { CheckState } from './states';

/**
 * A stretch of time [fromMs, toMs) in which a check was in one state: its results without a gap, run-length encoded. What lies between two spans
 * was not measured (Nines was not running, the check was off) and is unknown. Times are whole milliseconds since 1970.
 */
export interface Span {
  checkId: string;
  fromMs: number;
  toMs: number;
  state: CheckState;
  reason: string;
  /** The maintenance window that was open at the time, as it was called then. */
  maintenance: { id: string; name: string; reason: string } | null;
  /** The change of state (check_events) that began it; null for a continuation after a gap. */
  eventId: string | null;
}

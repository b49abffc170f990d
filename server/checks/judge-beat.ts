import { judgeHeartbeat, noSignals, type HeartbeatMemory } from '@/lib/checks/heartbeat';
import type { HeartbeatSettings } from '@/lib/checks/kinds/heartbeat';
import type { ProbeResult } from '@/lib/checks/schemas';
import { noEvidence } from './probes/result';

/** What a run found: a result, or why there can be none. */
export type Finding = { result: ProbeResult } | { unmeasured: string };

interface Judged {
  finding: Finding;
  /** Whether it fails because something did not come in time; false where the service itself said that it failed. */
  isMissed: boolean;
  /** When it is to be judged again, though nothing comes. */
  deadlineMs: number | null;
}

/** What is known of a heartbeat now, as a result. */
export function judgeBeat(settings: unknown, memory: HeartbeatMemory | undefined, listening: { sinceMs: number; wasDown: boolean }, nowMs: number): Judged {
  const known = memory ?? noSignals;
  const { state, reason, deadlineMs } = judgeHeartbeat(settings as HeartbeatSettings, known, listening, nowMs);
  if (state === 'unknown') return { finding: { unmeasured: reason }, isMissed: false, deadlineMs };
  const success = state === 'up';
  const evidence = { ...noEvidence(), body: known.message.slice(0, 1_024).toWellFormed(), error: success ? null : reason };
  return { finding: { result: { success, durationMs: known.runMs ?? 0, message: reason, isNetworkError: false, values: [], evidence } }, isMissed: state === 'late' || state === 'running_too_long', deadlineMs };
}

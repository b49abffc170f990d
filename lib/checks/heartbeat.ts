import { z } from 'zod';
import { readCron } from './cron';
import { nextCronTime } from './cron-times';
import type { HeartbeatSettings } from './kinds/heartbeat';

const timeMs = z.number().int().nullable();

/** What is known of the signals of one heartbeat, times in milliseconds since 1970; it can be stored as JSON. */
export const HeartbeatMemory = z.strictObject({
  startedMs: timeMs.describe('The last start'),
  succeededMs: timeMs.describe('The last success'),
  failedMs: timeMs.describe('The last failure'),
  message: z.string().describe('What the last success or failure said'),
  runMs: z.number().nullable().describe('From start to success, the last time that both came'),
});
export type HeartbeatMemory = z.infer<typeof HeartbeatMemory>;

export const noSignals: HeartbeatMemory = { startedMs: null, succeededMs: null, failedMs: null, message: '', runMs: null };

export interface HeartbeatSignal {
  event: 'start' | 'success' | 'fail';
  atMs: number;
  message: string;
}

/** What is remembered after a signal. One that is older than what is known (clocks jump) counts as of now. */
export function afterSignal(memory: HeartbeatMemory, { event, atMs, message }: HeartbeatSignal): HeartbeatMemory {
  switch (event) {
    case 'start':
      return { ...memory, startedMs: atMs };
    case 'success':
      return { ...memory, succeededMs: atMs, message, runMs: isRunning(memory) && memory.startedMs !== null ? Math.max(0, atMs - memory.startedMs) : null };
    case 'fail':
      return { ...memory, failedMs: atMs, message };
  }
}

interface HeartbeatVerdict {
  /** `unknown`: nothing was due yet since Nines listens. */
  state: 'up' | 'late' | 'failed' | 'running_too_long' | 'unknown';
  reason: string;
  /** Until when the next signal has to come, in milliseconds since 1970; null when only a success changes anything, or when none is due ever again. */
  deadlineMs: number | null;
}

interface Listening {
  /** Since when Nines listens without a break, and the check exists: a signal that had to come before may have been missed by Nines itself. */
  sinceMs: number;
  /** Whether the check was down already: then a break of Nines makes nothing unknown. */
  wasDown: boolean;
}

/** Signals may come this much before their time: clocks differ. */
const earlyMs = 10_000;

/**
 * Whether a heartbeat is as it should be. A start that comes in time excuses the success for as long as a run may take, though starts alone do not do so
 * for ever; a failure counts until the next success.
 */
export function judgeHeartbeat(settings: HeartbeatSettings, memory: HeartbeatMemory, listening: Listening, nowMs: number): HeartbeatVerdict {
  const { startedMs, succeededMs, failedMs, message } = memory;
  if (failedMs !== null && failedMs > (succeededMs ?? -Infinity)) {
    return { state: 'failed', reason: `It said at ${timeOf(failedMs)} that it failed${message === '' ? '.' : `: ${message}`}`, deadlineMs: null };
  }
  const due = dueAfter(settings, succeededMs ?? listening.sinceMs);
  if (due === null) return { state: succeededMs === null ? 'unknown' : 'up', reason: 'No further signal is due.', deadlineMs: null };
  const graceMs = settings.graceSeconds * 1_000;
  const calm = succeededMs === null ? 'unknown' : 'up';
  if (isRunning(memory) && startedMs !== null && startedMs >= listening.sinceMs && startedMs <= due + graceMs) {
    const longestMs = settings.maxRunSeconds === null ? graceMs : settings.maxRunSeconds * 1_000;
    const deadlineMs = Math.max(startedMs + longestMs, settings.maxRunSeconds === null ? due + graceMs : 0);
    const reason = `It runs since ${timeOf(startedMs)}`;
    return nowMs <= deadlineMs ? { state: calm, reason: `${reason}.`, deadlineMs } : { state: 'running_too_long', reason: `${reason}, longer than it may.`, deadlineMs: null };
  }
  const last = succeededMs === null ? 'No signal has come yet' : `The last success came at ${timeOf(succeededMs)}`;
  if (nowMs <= due + graceMs) return { state: calm, reason: `${last}.`, deadlineMs: due + graceMs };
  const missedMs = missableUntil(settings, memory, listening, due);
  if (missedMs !== null && nowMs <= missedMs) {
    return { state: 'unknown', reason: `${last}; whether another came while Nines did not listen is not known.`, deadlineMs: missedMs };
  }
  return { state: 'late', reason: `${last}; the next was due at ${timeOf(due)}, with ${settings.graceSeconds} s of grace.`, deadlineMs: null };
}

/**
 * Until when a signal that did not come by `due` may be one that Nines missed; null when it cannot be. A break counts only if it lasted until the signal was due, or
 * if a run that began before it may have ended in it; and then the next signal decides, however many breaks follow. Only where Nines did not listen until that one
 * was late too, it is given a whole turn from the end of the break.
 */
function missableUntil(settings: HeartbeatSettings, memory: HeartbeatMemory, { sinceMs, wasDown }: Listening, due: number): number | null {
  const { startedMs, succeededMs } = memory;
  if (succeededMs === null || wasDown) return null;
  const wasRunning = isRunning(memory) && startedMs !== null && startedMs < sinceMs;
  if (succeededMs >= sinceMs || (sinceMs <= due - earlyMs && !wasRunning)) return null;
  const graceMs = settings.graceSeconds * 1_000;
  const next = dueAfter(settings, due);
  if (next === null || sinceMs <= next + graceMs) return next === null ? null : next + graceMs;
  const later = dueAfter(settings, sinceMs);
  return later === null ? null : later + graceMs;
}

function dueAfter({ schedule, periodSeconds, cron: expression, timeZone }: HeartbeatSettings, fromMs: number): number | null {
  if (schedule === 'period') return fromMs + periodSeconds * 1_000;
  const { cron } = readCron(expression);
  return cron ? (nextCronTime(cron, timeZone, fromMs + earlyMs)?.atMs ?? null) : null;
}

function isRunning({ startedMs, succeededMs, failedMs }: HeartbeatMemory): boolean {
  return startedMs !== null && startedMs > (succeededMs ?? -Infinity) && startedMs > (failedMs ?? -Infinity);
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

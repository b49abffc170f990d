import { describe, expect, test } from 'vitest';
import { afterSignal, HeartbeatMemory, judgeHeartbeat, noSignals, type HeartbeatSignal } from './heartbeat';
import { heartbeat } from './kinds/heartbeat';

/** Times of the tables are minutes after noon. */
const noon = Date.parse('2026-03-01T12:00:00Z');
const at = (minutes: number) => noon + minutes * 60_000;

type Told = [event: HeartbeatSignal['event'], minutes: number, message?: string];

function memoryOf(...signals: Told[]): HeartbeatMemory {
  return signals.reduce((memory, [event, minutes, message = '']) => afterSignal(memory, { event, atMs: at(minutes), message }), noSignals);
}

function judged(input: Record<string, unknown>, signals: Told[], now: number, { since = 0, wasDown = false } = {}): string {
  const { state, deadlineMs } = judgeHeartbeat(heartbeat.settings.parse(input), memoryOf(...signals), { sinceMs: at(since), wasDown }, at(now));
  return deadlineMs === null ? state : `${state} until ${(deadlineMs - noon) / 60_000}`;
}

const hourly = { periodSeconds: 3_600, graceSeconds: 300 };
const limited = { ...hourly, maxRunSeconds: 1_200 };
const nightly = { schedule: 'cron', cron: '30 2 * * *', timeZone: 'Europe/Berlin', graceSeconds: 1_800 };

describe('a heartbeat with a period of 60 minutes and a grace of 5', () => {
  test.each<[name: string, signals: Told[], now: number, expected: string, listening?: { since?: number; wasDown?: boolean }]>([
    ['is unknown before its first signal is due', [], 30, 'unknown until 65'],
    ['is late when its first signal never came', [], 66, 'late'],
    ['is up after a success, until the grace is over', [['success', 10]], 75, 'up until 75'],
    ['is late when the grace is over', [['success', 10]], 75.01, 'late'],
    ['is up again by the next success', [['success', 10], ['success', 200]], 201, 'up until 265'],
    ['is failed at once when it says so, and stays it', [['success', 10], ['fail', 20, 'disk full']], 1_000, 'failed'],
    ['is still failed while it runs again', [['fail', 20], ['start', 30]], 31, 'failed'],
    ['is up by a success after a failure', [['fail', 20], ['start', 30], ['success', 31]], 32, 'up until 96'],
    ['may run as long as the grace from a start in time', [['success', 0], ['start', 64]], 68, 'up until 69'],
    ['runs too long after that', [['success', 0], ['start', 64]], 70, 'running_too_long'],
    ['may run until its success is due, however early it started', [['success', 0], ['start', 20]], 60, 'up until 65'],
    ['is not excused by a start that comes too late', [['success', 0], ['start', 66]], 67, 'late'],
    ['is not excused by ever new starts', [['success', 0], ['start', 30], ['start', 60], ['start', 90]], 91, 'late'],
    ['is up by what came before a break of Nines, as long as that holds', [['success', 10]], 74, 'up until 75', { since: 70 }],
    ['is unknown when a signal may have been missed in a break', [['success', 10]], 76, 'unknown until 135', { since: 70 }],
    ['is late when none came since the break either', [['success', 10]], 136, 'late', { since: 70 }],
    ['is still late over a break when it was before', [['success', 10]], 101, 'late', { since: 100, wasDown: true }],
    ['is not running too long when the success may have been missed', [['success', 0], ['start', 20]], 66, 'unknown until 125', { since: 25 }],
    ['is late by a break that ended before its signal was due', [['success', 10]], 76, 'late', { since: 40 }],
    ['is unknown no longer for a second break', [['success', 10]], 134, 'unknown until 135', { since: 131 }],
    ['is late when the next signal did not come either, whatever breaks there were', [['success', 10]], 136, 'late', { since: 131 }],
    ['waits a whole turn after a break that was longer than that', [['success', 10]], 1_001, 'unknown until 1065', { since: 1_000 }],
  ])('%s', (_, signals, now, expected, listening) => {
    expect(judged(hourly, signals, now, listening)).toBe(expected);
  });

  test.each<[name: string, signals: Told[], now: number, expected: string]>([
    ['is up while it lasts', [['success', 0], ['start', 10]], 30, 'up until 30'],
    ['is over at once when it lasts', [['success', 0], ['start', 10]], 31, 'running_too_long'],
    ['may outlast the period when it began in time', [['success', 0], ['start', 64]], 84, 'up until 84'],
  ])('and a longest run of 20 minutes %s', (_, signals, now, expected) => {
    expect(judged(limited, signals, now)).toBe(expected);
  });
});

describe('a heartbeat at 02:30 in Berlin with a grace of 30 minutes', () => {
  const shown = (signals: string[], now: string) => {
    const memory = signals.reduce((known, time) => afterSignal(known, { event: 'success', atMs: Date.parse(time), message: '' }), noSignals);
    const { state, deadlineMs } = judgeHeartbeat(heartbeat.settings.parse(nightly), memory, { sinceMs: Date.parse('2026-01-01T00:00:00Z'), wasDown: false }, Date.parse(now));
    return deadlineMs === null ? state : `${state} until ${new Date(deadlineMs).toISOString().slice(0, 16)}`;
  };
  test.each<[name: string, signals: string[], now: string, expected: string]>([
    ['waits for the next night', ['2026-03-10T01:31:00Z'], '2026-03-11T01:59:00Z', 'up until 2026-03-11T02:00'],
    ['is late after it', ['2026-03-10T01:31:00Z'], '2026-03-11T02:01:00Z', 'late'],
    ['takes a signal of a clock that is seconds ahead for the time to come', ['2026-03-11T01:29:52Z'], '2026-03-11T12:00:00Z', 'up until 2026-03-12T02:00'],
    ['takes one that ran as the clocks jumped', ['2026-03-29T01:00:05Z'], '2026-03-29T12:00:00Z', 'up until 2026-03-30T01:00'],
    ['takes one that ran an hour later than the clocks left out', ['2026-03-28T01:30:05Z', '2026-03-29T01:30:05Z'], '2026-03-29T12:00:00Z', 'up until 2026-03-30T01:00'],
    ['gives the night of the jump until an hour later', ['2026-03-28T01:30:05Z'], '2026-03-29T01:59:00Z', 'up until 2026-03-29T02:00'],
    ['waits for one in the night that has the hour twice', ['2026-10-25T00:30:05Z'], '2026-10-25T12:00:00Z', 'up until 2026-10-26T02:00'],
  ])('%s', (_, signals, now, expected) => {
    expect(shown(signals, now)).toBe(expected);
  });
});

test('what a signal says is told, and how long a run took', () => {
  expect(memoryOf(['start', 1], ['success', 3, 'done'])).toMatchObject({ runMs: 120_000, message: 'done' });
  expect(memoryOf(['success', 3]).runMs).toBeNull();
  const { reason } = judgeHeartbeat(heartbeat.settings.parse(hourly), memoryOf(['fail', 3, 'disk full']), { sinceMs: noon, wasDown: false }, at(4));
  expect(reason).toBe('It said at 2026-03-01 12:03:00 UTC that it failed: disk full');
  expect(HeartbeatMemory.parse(JSON.parse(JSON.stringify(memoryOf(['start', 1], ['success', 3])))).succeededMs).toBe(at(3));
});

describe('the settings of a heartbeat', () => {
  test.each([
    [{ schedule: 'cron', cron: '' }, 'five fields'], [{ schedule: 'cron', cron: '61 * * * *' }, 'minute'], [{ timeZone: 'Mars/Olympus' }, 'time zone'], [{ periodSeconds: 1 }, '>=10'],
  ])('refuse %j', (input, message) => {
    expect(heartbeat.settings.safeParse(input).error?.issues[0]?.message).toContain(message);
  });

  test.each([[{ periodSeconds: 7_200 }, 'every 2 h'], [{ periodSeconds: 90 }, 'every 90 s'], [nightly, '30 2 * * * (Europe/Berlin)']])('tell what is waited for: %j', (input, target) => {
    expect(heartbeat.targetOf(heartbeat.settings.parse(input))).toBe(target);
  });
});

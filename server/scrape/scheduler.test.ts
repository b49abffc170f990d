import { describe, expect, it } from 'vitest';
import { offsetOf } from '@/lib/scrape/schedule';
import { createScheduler, type ScheduledTask } from './scheduler';
import { fakeClock } from './test-scrape-clock';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);

/** A task that notes when it ran and takes `tookMs` of the clock's time. */
function taskOf(clock: ReturnType<typeof fakeClock>, identity: string, tookMs = 0, intervalMs = 15_000) {
  const runs: { at: number; time: number }[] = [];
  const state = { running: 0, most: 0, isSlow: false };
  const task: ScheduledTask = {
    identity, intervalMs,
    isSlow: () => state.isSlow,
    async run(timeMs) {
      runs.push({ at: clock.now(), time: timeMs });
      state.most = Math.max(state.most, (state.running += 1));
      if (tookMs > 0) await new Promise<void>((resolve) => clock.alarm(tookMs, resolve));
      state.running -= 1;
    },
  };
  return { task, runs, state };
}

describe('a scheduler', () => {
  it('runs each task once an interval, at its own place in it, with exact steps for a whole day', async () => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 4 });
    const { task, runs } = taskOf(clock, 'a');
    clock.latenessMs = 0.7;
    scheduler.add(task);
    await clock.pass(86_400_000);
    expect(runs).toHaveLength(5_760);
    expect(new Set(runs.map(({ time }, index) => time - (runs[index - 1]?.time ?? time - 15_000)))).toEqual(new Set([15_000]));
    expect((runs[0]?.time ?? 0) % 15_000).toBe(offsetOf('a', 15_000));
    expect(Math.max(...runs.map(({ at, time }) => at - time))).toBeLessThan(1);
  });

  it('begins no stampede: a thousand targets are spread over their interval', async () => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 64 });
    const all = Array.from({ length: 1_000 }, (_, index) => taskOf(clock, `http://web-${index}:9100/metrics`));
    for (const { task } of all) scheduler.add(task);
    await clock.pass(15_000);
    const perSecond = Array.from({ length: 15 }, (_, second) => all.filter(({ runs }) => Math.floor(((runs[0]?.at ?? 0) - start) / 1_000) === second).length);
    expect(all.every(({ runs }) => runs.length === 1)).toBe(true);
    expect(Math.max(...perSecond)).toBeLessThan(110);
  });

  it('never runs a task twice at once: a time that comes while it runs is passed over', async () => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 4 });
    const { task, runs, state } = taskOf(clock, 'slow', 20_000);
    scheduler.add(task);
    await clock.pass(120_000);
    expect(state.most).toBe(1);
    expect(runs.map(({ time }, index) => time - (runs[index - 1]?.time ?? time - 30_000))).toEqual(runs.map(() => 30_000));
  });

  it('runs at most so many at once', async () => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 3 });
    let running = 0;
    let most = 0;
    for (let index = 0; index < 30; index += 1) {
      scheduler.add({
        identity: `task ${index}`, intervalMs: 15_000, isSlow: () => false,
        async run() {
          most = Math.max(most, (running += 1));
          await new Promise<void>((resolve) => clock.alarm(2_000, resolve));
          running -= 1;
        },
      });
    }
    await clock.pass(60_000);
    expect(most).toBe(3);
  });

  it('lets a hundred slow targets delay nobody', async () => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 8 });
    for (let index = 0; index < 100; index += 1) {
      const { task, state } = taskOf(clock, `slow ${index}`, 10_000);
      state.isSlow = true;
      scheduler.add(task);
    }
    const quick = Array.from({ length: 20 }, (_, index) => taskOf(clock, `quick ${index}`));
    for (const { task } of quick) scheduler.add(task);
    await clock.pass(150_000);
    for (const { runs } of quick) expect(runs.map(({ at, time }) => at - time)).toEqual(Array(10).fill(0));
  });

  it('gives a slot on when its task says so, before the task ends', async () => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 1 });
    const writing = { identity: 'a', intervalMs: 1_000, isSlow: () => false, run: (_: number, freeSlot: () => void) => (freeSlot(), new Promise<void>(() => undefined)) };
    const { task, runs } = taskOf(clock, 'b', 0, 1_000);
    scheduler.add(writing);
    scheduler.add(task);
    await clock.pass(10_000);
    expect(runs).toHaveLength(10);
  });

  it.each([['ahead', 3_600_000], ['back', -3_600_000]])('goes on after the clock was set an hour %s', async (_, by) => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 4 });
    const { task, runs } = taskOf(clock, 'a');
    scheduler.add(task);
    await clock.pass(60_000);
    clock.set(clock.now() + by + 4_321);
    const before = runs.length;
    await clock.pass(150_000);
    expect(runs.length - before).toBeGreaterThanOrEqual(9);
    expect((runs.at(-1)?.time ?? 0) % 15_000).toBe(offsetOf('a', 15_000));
  });

  it('ends a task for good, waits for its run, and gives up one that waits for a slot', async () => {
    const clock = fakeClock(start);
    const scheduler = createScheduler({ clock, maxRunning: 1 });
    const first = taskOf(clock, 'a', 5_000, 10_000);
    const second = taskOf(clock, 'b', 5_000, 10_000);
    scheduler.add(first.task);
    scheduler.add(second.task);
    while (first.runs.length + second.runs.length === 0) await clock.pass(100);
    const [running, other] = first.runs.length > 0 ? [first, second] : [second, first];
    await scheduler.remove(other.task);
    let hasEnded = false;
    const removed = scheduler.remove(running.task).then(() => (hasEnded = true));
    await clock.pass(1_000);
    expect(hasEnded).toBe(false);
    await clock.pass(60_000);
    await removed;
    expect([running.runs.length, other.runs.length]).toEqual([1, 0]);
    expect(scheduler.nextAt(running.task)).toBeNull();
  });
});

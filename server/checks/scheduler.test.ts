import { describe, expect, it } from 'vitest';
import { fakeClock } from '@/server/scrape/test-scrape-clock';
import { createCheckScheduler, type CheckTask } from './scheduler';

const start = Date.UTC(2026, 0, 5, 3);

/** Tasks whose runs take as long as they are told, by the fake clock. */
function world(maxRunning = 200) {
  const clock = fakeClock(start);
  const lateness: number[] = [];
  const scheduler = createCheckScheduler({ clock, maxRunning, onStart: (ms) => void lateness.push(ms) });
  const runs: { id: string; at: number }[] = [];
  let running = 0;
  let mostRunning = 0;
  const task = (id: string, { tenantId = 'alpha', intervalMs = 20_000, takesMs = 1, soonerMs = () => null as number | null, isNew = false } = {}): CheckTask => {
    let lastMs = isNew ? Infinity : 0;
    return {
      id, tenantId, intervalMs, soonerMs,
      isSlow: () => lastMs > 1_000,
      run: () => {
        runs.push({ id, at: clock.now() - start });
        mostRunning = Math.max(mostRunning, (running += 1));
        return new Promise<void>((resolve) => {
          clock.alarm(takesMs, () => {
            running -= 1;
            lastMs = takesMs;
            resolve();
          });
        });
      },
    };
  };
  return { clock, scheduler, runs, lateness, task, mostRunning: () => mostRunning };
}

describe('the scheduler of checks', () => {
  it('spreads a thousand checks evenly over their interval, and runs each once in it', async () => {
    const { clock, scheduler, runs, task } = world();
    for (let index = 0; index < 1_000; index += 1) scheduler.add(task(`check ${index}`), false);
    await clock.pass(60_000);
    const settled = runs.filter(({ at }) => at > 20_000 && at <= 40_000);
    expect(new Set(settled.map(({ id }) => id)).size).toBe(1_000);
    const perSecond = Array.from({ length: 20 }, (_, second) => settled.filter(({ at }) => Math.floor((at - 20_001) / 1_000) === second).length);
    expect(Math.max(...perSecond)).toBeLessThan(90);
    expect(Math.min(...perSecond)).toBeGreaterThan(20);
  });

  it('runs a check that is due within seconds, whatever its interval', async () => {
    const { clock, scheduler, runs, task } = world();
    scheduler.add(task('daily', { intervalMs: 86_400_000 }), true);
    await clock.pass(20_000);
    expect(runs).toHaveLength(1);
  });

  it('runs no more at once than it may', async () => {
    const { clock, scheduler, task, mostRunning } = world(10);
    for (let index = 0; index < 100; index += 1) scheduler.add(task(`check ${index}`, { intervalMs: 1_000, takesMs: 500, tenantId: `tenant ${index % 5}` }), true);
    await clock.pass(20_000);
    expect(mostRunning()).toBe(10);
  });

  it('begins quick checks on time while hundreds of targets do not answer', async () => {
    const { clock, scheduler, lateness, runs, task } = world(100);
    for (let index = 0; index < 500; index += 1) scheduler.add(task(`hangs ${index}`, { takesMs: 10_000, tenantId: `tenant ${index % 5}` }), false);
    await clock.pass(60_000);
    for (let index = 0; index < 100; index += 1) scheduler.add(task(`quick ${index}`), false);
    await clock.pass(30_000);
    lateness.length = 0;
    const before = runs.length;
    await clock.pass(20_000);
    const late = lateness.filter((_, index) => runs[before + index]?.id.startsWith('quick'));
    expect(late).toHaveLength(100);
    expect(Math.max(...late)).toBeLessThan(50);
  });

  it('begins the checks of others on time while all that two tenants have never answered yet', async () => {
    const { clock, scheduler, lateness, runs, task } = world(20);
    for (let index = 0; index < 400; index += 1) scheduler.add(task(`hangs ${index}`, { takesMs: 10_000, intervalMs: 10_000, tenantId: index % 2 ? 'beta' : 'gamma', isNew: true }), true);
    scheduler.add(task('quick', { intervalMs: 1_000 }), false);
    await clock.pass(30_000);
    expect(Math.max(...lateness.filter((_, index) => runs[index]?.id === 'quick'))).toBe(0);
    scheduler.add(task('new', { intervalMs: 1_000, isNew: true }), true);
    await clock.pass(12_000);
    expect(runs.map(({ id }) => id)).toContain('new');
  });

  it('leaves room for others when one tenant has too many', async () => {
    const { clock, scheduler, lateness, runs, task } = world(20);
    for (let index = 0; index < 400; index += 1) scheduler.add(task(`many ${index}`, { takesMs: 999, intervalMs: 1_000 }), false);
    scheduler.add(task('one', { tenantId: 'beta', intervalMs: 1_000 }), false);
    await clock.pass(10_000);
    expect(runs.filter(({ id }) => id === 'one').length).toBeGreaterThanOrEqual(9);
    expect(Math.max(...lateness.filter((_, index) => runs[index]?.id === 'one'))).toBe(0);
  });

  it('comes back sooner while it is told to', async () => {
    const { clock, scheduler, runs, task } = world();
    let sooner: number | null = 2_000;
    scheduler.add(task('retried', { soonerMs: () => sooner }), true);
    await clock.pass(20_000);
    expect(runs.length).toBeGreaterThanOrEqual(8 - 1);
    sooner = null;
    await clock.pass(2_500);
    const before = runs.length;
    await clock.pass(20_000);
    expect(runs.length - before).toBeLessThanOrEqual(2);
  });

  it('runs once more after what runs, when it is asked to meanwhile', async () => {
    const { clock, scheduler, runs, task } = world();
    const each = task('asked', { takesMs: 500 });
    scheduler.add(each, false);
    scheduler.runSoon(each);
    scheduler.runSoon(each);
    scheduler.runSoon(each);
    await clock.pass(100);
    expect(runs).toHaveLength(1);
    await clock.pass(1_000);
    expect(runs.length).toBeGreaterThanOrEqual(2);
  });

  it('runs no more what was removed', async () => {
    const { clock, scheduler, runs, task } = world();
    const each = task('gone', { soonerMs: () => 100 });
    scheduler.add(each, true);
    await clock.pass(20_000);
    const before = runs.length;
    scheduler.remove(each);
    await clock.pass(60_000);
    expect(runs.length).toBe(before);
  });
});

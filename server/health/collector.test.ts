import { describe, expect, test } from 'vitest';
import type { HealthSample } from '@/lib/health/sample';
import { createCollector } from './collector';
import type { CollectorClock } from './collector-clock';
import type { Source } from './sources/source';

const epoch = Date.UTC(2026, 0, 5, 12, 0, 0);

/** A clock that stands still until it is moved; the wall may be set apart from the monotonic time. */
class FakeClock implements CollectorClock {
  #monotonicMs = 5_000_000.25;
  #sleepers: { dueMs: number; wake: () => void }[] = [];
  wallOffsetMs: number;

  constructor(startsAt: number) {
    this.wallOffsetMs = startsAt - this.#monotonicMs;
  }

  now = () => Math.floor(this.#monotonicMs + this.wallOffsetMs);
  monotonicMs = () => this.#monotonicMs;

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.push({ dueMs: this.#monotonicMs + ms, wake });
      signal.addEventListener('abort', wake);
    });
  }

  /** Work that blocks the process: time passes and nobody wakes. */
  block(ms: number): void {
    this.#monotonicMs += ms;
  }

  async advance(ms: number): Promise<void> {
    const until = this.#monotonicMs + ms;
    for (;;) {
      await settled();
      const next = this.#sleepers.sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > until) break;
      this.#sleepers.shift();
      this.#monotonicMs = Math.max(this.#monotonicMs, next.dueMs);
      next.wake();
    }
    this.#monotonicMs = Math.max(this.#monotonicMs, until);
    await settled();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const reading = (value: number) => ({ readings: [{ name: 'system_load1' as const, labels: {}, value }], unknown: [] });
const steady: Source = { name: 'steady', collect: () => reading(1) };

function story({ sources = [steady], startsAt = epoch - 400 }: { sources?: Source[]; startsAt?: number } = {}) {
  const clock = new FakeClock(startsAt);
  const samples: HealthSample[] = [];
  const logged: string[] = [];
  const log = { debug: (_: object, message: string) => logged.push(message), warn: (_: object, message: string) => logged.push(message) };
  const collector = createCollector({ sources, instance: 'alpha', onSample: (sample) => void samples.push(sample), log, clock });
  return { clock, samples, collector, logged, seconds: () => samples.map(({ at }) => (at - epoch) / 1000) };
}

const own = (sample: HealthSample | undefined, name: string) => sample?.readings.find((one) => one.name === name)?.value;

describe('ticks', () => {
  test('fall on whole seconds and do not drift', async () => {
    const busy: Source = { name: 'busy', collect: () => (clock.block(3.7), reading(1)) };
    const { clock, collector, samples, seconds } = story({ sources: [busy] });
    collector.start();
    await clock.advance(60_000);
    expect(seconds()).toEqual(Array.from({ length: 60 }, (_, index) => index));
    expect(samples.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(Math.max(...samples.map(({ latenessMs }) => latenessMs))).toBeLessThan(1);
    expect(own(samples[9], 'nines_collector_duration_seconds')).toBeCloseTo(0.0037);
    await collector.stop();
  });

  test('carry the instance on every reading, own metrics included', async () => {
    const { clock, collector, samples } = story();
    collector.start();
    await clock.advance(1000);
    expect(samples[0]?.readings.length).toBe(4);
    expect(samples[0]?.readings.every(({ labels }) => labels.instance === 'alpha')).toBe(true);
    expect(collector.latest()).toBe(samples[0]);
    await collector.stop();
  });

  test('that start late say so, and the next is on time', async () => {
    const { clock, collector, samples, seconds } = story();
    collector.start();
    await clock.advance(500);
    clock.block(1130);
    await clock.advance(1500);
    expect(seconds()).toEqual([0, 1, 2]);
    expect(samples.map(({ latenessMs }) => Math.round(latenessMs))).toEqual([0, 230, 0]);
    expect(samples.map((sample) => Math.round((own(sample, 'nines_collector_lag_seconds') ?? -1) * 1000))).toEqual([0, 230, 0]);
    await collector.stop();
  });

  test('whose second went by while the process was blocked are missed, and not caught up', async () => {
    const { clock, collector, samples, seconds } = story();
    collector.start();
    await clock.advance(500);
    clock.block(3700);
    await clock.advance(2000);
    expect(seconds()).toEqual([0, 3, 4, 5]);
    expect(Math.round(samples[1]?.latenessMs ?? 0)).toBe(2800);
    expect(samples.map((sample) => own(sample, 'nines_collector_missed_ticks_total'))).toEqual([0, 2, 2, 2]);
    await collector.stop();
  });

  test('that are due while one is running are skipped and counted', async () => {
    let block = 0;
    const slow: Source = { name: 'slow', collect: () => (clock.block(block), reading(1)) };
    const { clock, collector, samples, seconds } = story({ sources: [slow] });
    collector.start();
    await clock.advance(500);
    block = 1300;
    await clock.advance(1000);
    block = 0;
    await clock.advance(2000);
    expect(seconds()).toEqual([0, 1, 3, 4]);
    expect(own(samples[2], 'nines_collector_missed_ticks_total')).toBe(1);
    await collector.stop();
  });

  test('end with stop, which closes the sources', async () => {
    let closed = 0;
    const { clock, collector, samples } = story({ sources: [{ ...steady, close: () => void (closed += 1) }] });
    collector.start();
    await clock.advance(1500);
    await collector.stop();
    await clock.advance(5000);
    expect(samples.length).toBe(2);
    expect(closed).toBe(1);
  });

  test('go on when a sample cannot be handed on', async () => {
    const clock = new FakeClock(epoch - 400);
    const logged: string[] = [];
    let calls = 0;
    const collector = createCollector({
      sources: [steady], instance: 'alpha', clock,
      onSample: () => {
        calls += 1;
        if (calls === 1) throw new Error('full');
        return Promise.reject(new Error('late'));
      },
      log: { debug: () => undefined, warn: (_, message) => void logged.push(message) },
    });
    collector.start();
    await clock.advance(2500);
    expect(calls).toBe(3);
    expect(logged).toEqual(Array.from({ length: 3 }, () => 'A sample could not be handed on'));
    await collector.stop();
  });
});

describe('the wall clock', () => {
  test('set forward moves the stamps and no tick is lost', async () => {
    const { clock, collector, samples, seconds } = story();
    collector.start();
    await clock.advance(1500);
    clock.wallOffsetMs += 3_600_300;
    await clock.advance(4000);
    expect(seconds().slice(0, 2)).toEqual([0, 1]);
    expect(seconds().slice(2)).toEqual([3602, 3603, 3604, 3605]);
    expect(own(samples.at(-1), 'nines_collector_missed_ticks_total')).toBe(0);
    await collector.stop();
  });

  test('set back is followed, and the first sample after it says so', async () => {
    const { clock, collector, samples } = story();
    collector.start();
    await clock.advance(1500);
    clock.wallOffsetMs -= 10_000;
    await clock.advance(15_000);
    const stamps = samples.map(({ at }) => at);
    expect(samples.length).toBeGreaterThanOrEqual(16);
    const after = stamps.slice(2);
    expect(after).toEqual([...new Set(after)].sort((a, b) => a - b));
    expect((stamps[1] ?? 0) - (after[0] ?? 0)).toBe(9_000);
    expect(samples[2]?.unknown[0]).toMatchObject({ source: 'clock', reason: expect.stringMatching(/set back by 9 s/) });
    expect(samples[3]?.unknown).toEqual([]);
    expect(samples.at(-1)?.unknown).toEqual([]);
    expect((stamps.at(-1) ?? 1) % 1000).toBe(0);
    await collector.stop();
  });
});

describe('sources', () => {
  test('that throw or hang are unknown with their reason, and stop no other', async () => {
    let answer: (() => void) | undefined;
    let asked = 0;
    const hung: Source = {
      name: 'hung',
      collect: () => {
        asked += 1;
        return asked < 3 ? Promise.resolve(reading(2)) : new Promise((resolve) => (answer = () => resolve(reading(2))));
      },
    };
    const broken: Source = { name: 'broken', collect: () => { throw new Error('No such file.'); } };
    const { clock, collector, samples, seconds, logged } = story({ sources: [hung, broken, steady] });
    collector.start();
    await clock.advance(3500);
    expect(seconds()).toEqual([0, 1, 2, 3]);
    expect(samples.map(({ unknown }) => unknown.map(({ source, reason }) => `${source}: ${reason}`))).toEqual([
      ['broken: No such file.'],
      ['hung: Did not answer within 800 ms.', 'broken: No such file.'],
      ['hung: Has not answered for 1.0 s, and is not asked again before it does.', 'broken: No such file.'],
      ['hung: Has not answered for 2.0 s, and is not asked again before it does.', 'broken: No such file.'],
    ]);
    expect(samples.every(({ readings }) => readings.some(({ value }) => value === 1))).toBe(true);
    expect(asked).toBe(3);
    answer?.();
    await clock.advance(1000);
    expect(asked).toBe(4);
    expect(logged).toEqual(['A health source is unknown', 'A health source is unknown']);
    answer?.();
    await collector.stop();
  });
});

describe('collectNow', () => {
  test('gives a fresh sample between ticks, in sequence, and leaves the ticks alone', async () => {
    const calls: boolean[] = [];
    const { clock, collector, samples, seconds } = story({ sources: [{ name: 'seen', collect: ({ isOnDemand }) => (calls.push(isOnDemand), reading(1)) }] });
    collector.start();
    await clock.advance(1000);
    const sample = await collector.collectNow();
    await clock.advance(1000);
    expect(sample).toBe(samples[1]);
    expect(sample.latenessMs).toBe(0);
    expect(seconds()).toEqual([0, 0.6, 1]);
    expect(samples.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(calls).toEqual([false, false, true, false]);
    await collector.stop();
  });

  test('called together, and during a tick, shares one run', async () => {
    let answer: (() => void) | undefined;
    const slow: Source = { name: 'slow', collect: () => new Promise((resolve) => (answer = () => resolve(reading(1)))) };
    const { collector, samples } = story({ sources: [slow] });
    const both = [collector.collectNow(), collector.collectNow()];
    answer?.();
    const [first, second] = await Promise.all(both);
    expect(first).toBe(second);
    expect(samples.length).toBe(1);
    await collector.stop();
  });

  test('twice in one millisecond still gives two stamps', async () => {
    const { collector } = story();
    const first = await collector.collectNow();
    const second = await collector.collectNow();
    expect(second.at).toBe(first.at + 1);
    await collector.stop();
  });
});

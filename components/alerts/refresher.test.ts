import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefresher } from './refresher';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function counted(durationMs: number) {
  const count = { runs: 0 };
  const run = () => {
    count.runs += 1;
    return new Promise((resolve) => setTimeout(resolve, durationMs));
  };
  return { count, run };
}

test('the first ask runs at once', () => {
  const { count, run } = counted(10);
  createRefresher(run, 500).ask();
  expect(count.runs).toBe(1);
});

test('a hundred asks while it runs and rests make one more run', async () => {
  const { count, run } = counted(10);
  const refresher = createRefresher(run, 500);
  for (let index = 0; index < 100; index += 1) refresher.ask();
  await vi.advanceTimersByTimeAsync(505);
  expect(count.runs).toBe(1);
  await vi.advanceTimersByTimeAsync(10);
  expect(count.runs).toBe(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(count.runs).toBe(2);
});

test('a slow run is followed by a rest as long as itself', async () => {
  const { count, run } = counted(2_000);
  const refresher = createRefresher(run, 500);
  refresher.ask();
  refresher.ask();
  await vi.advanceTimersByTimeAsync(3_900);
  expect(count.runs).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(count.runs).toBe(2);
});

test('a run that fails does not end it', async () => {
  let runs = 0;
  const refresher = createRefresher(() => Promise.reject(new Error(`no ${(runs += 1)}`)), 100);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(150);
  refresher.ask();
  expect(runs).toBe(2);
});

test('stopped, it runs no more', async () => {
  const { count, run } = counted(10);
  const refresher = createRefresher(run, 100);
  refresher.ask();
  refresher.ask();
  refresher.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  refresher.ask();
  expect(count.runs).toBe(1);
});

import { expect } from 'vitest';

/** Makes a change and proves that what has to follow it is seen less than a second later. It is looked at as often as possible, for long enough to tell a late one from none. */
export async function withinOneSecond<T>(change: () => Promise<T>, hasFollowed: () => boolean | Promise<boolean>): Promise<T> {
  const result = await change();
  const changedAt = performance.now();
  await expect.poll(hasFollowed, { interval: 10, timeout: 10_000 }).toBe(true);
  expect(performance.now() - changedAt).toBeLessThan(1_000);
  return result;
}

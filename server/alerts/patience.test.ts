import { setImmediate } from 'node:timers';
import { expect, it } from 'vitest';
import { createPatience } from './patience';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('lets others run every 20 ms, and gives up after 3 s', async () => {
  const pause = createPatience('query.matchers');
  let turns = 0;
  const count = () => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  const work = async () => {
    for (let index = 0; index < 400; index += 1) {
      busy(10);
      await pause();
    }
  };
  await expect(work()).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('query.matchers') as string });
  clearImmediate(timer);
  expect(turns).toBeGreaterThan(50);
});

import { expect, it } from 'vitest';
import { ScrapeJobInput } from '@/lib/scrape/schemas';
import { partSecrets } from '@/lib/scrape/secrets';
import { createLog } from '@/server/log';
import { createBodyBudget } from './body-budget';
import { SamplesPool } from './samples-pool';
import { createScheduler } from './scheduler';
import { systemScrapeClock } from './scrape-clock';
import type { ScrapeParts } from './scrape-job';
import { collectingStore } from './test-collecting-store';
import { startTarget } from './test-target';
import { tryJob } from './try-job';

it('a tenant that tries many jobs at once takes no turn of another', async () => {
  const held: (() => void)[] = [];
  const target = await startTarget((_, response) => void held.push(() => response.end('a 1\n')));
  const clock = systemScrapeClock;
  const parts: ScrapeParts = {
    clock, store: collectingStore(), samples: new SamplesPool(), budget: createBodyBudget(1e9), log: createLog('silent'), filesOf: () => '/nowhere',
    scheduler: createScheduler({ clock, maxRunning: 1 }),
  };
  const { settings, secrets } = partSecrets(ScrapeJobInput.parse({ name: 'a', staticConfigs: [{ targets: [target.address] }] }));
  const tryFor = (slug: string) => tryJob(parts, { id: slug, number: 1, slug }, settings, secrets);
  const running = [tryFor('alpha'), tryFor('alpha'), tryFor('alpha'), tryFor('alpha')];
  await expect(tryFor('alpha')).rejects.toThrow(expect.objectContaining({ code: 'too_many_requests' }));
  running.push(tryFor('bravo'));
  await expect.poll(() => held.length).toBe(5);
  for (const answer of held) answer();
  expect((await Promise.all(running)).map(({ targets }) => targets[0]?.samplesKept)).toEqual([1, 1, 1, 1, 1]);
  await target.close();
});

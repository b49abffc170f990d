import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ScrapeJobInput } from '@/lib/scrape/schemas';
import { partSecrets } from '@/lib/scrape/secrets';
import { createLog } from '@/server/log';
import { createBodyBudget } from './body-budget';
import { SamplesPool } from './samples-pool';
import { createScheduler } from './scheduler';
import { RunningJob, type ScrapeParts } from './scrape-job';
import { collectingStore, type CollectingStore } from './test-collecting-store';
import { fakeClock, type FakeClock } from './test-scrape-clock';
import { startTarget } from './test-target';

const start = Date.UTC(2026, 0, 5, 3, 0, 0);
const tenant = { id: '00000000-0000-4000-8000-000000000001', number: 1, slug: 'alpha' };
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

type Job = z.input<typeof ScrapeJobInput>;

/** A job of one target whose answer changes, driven scrape by scrape. */
class Story {
  readonly store: CollectingStore = collectingStore();
  readonly clock: FakeClock = fakeClock(start);
  job: RunningJob;
  version = 1;
  finished = Promise.resolve();
  #runs: ((timeMs: number) => Promise<void>)[] = [];

  constructor(readonly settings: Job) {
    const scheduler = createScheduler({ clock: this.clock, maxRunning: 4 });
    const parts: ScrapeParts = {
      store: this.store, clock: this.clock, samples: new SamplesPool(), budget: createBodyBudget(1e9), log: createLog('silent'), filesOf: () => '/nowhere',
      scheduler: {
        ...scheduler,
        add: (task) => void this.#runs.push((timeMs) => task.run(timeMs, () => undefined)),
      },
    };
    this.job = new RunningJob(this.#stored(settings), parts);
  }

  #stored(settings: Job) {
    return { id: 'job', tenant, version: this.version, ...partSecrets(ScrapeJobInput.parse(settings)) };
  }

  async change(changed: Partial<Job>): Promise<void> {
    this.version += 1;
    await this.job.replace(this.#stored({ ...this.settings, ...changed }));
  }

  /** What one scrape of every target stored. */
  async scrape(): Promise<Record<string, (number | 'stale')[]>> {
    this.store.clear();
    await this.clock.pass(15_000);
    await Promise.all(this.#runs.map((run) => run(this.clock.now())));
    return this.store.bySeries();
  }
}

async function tell(answers: (string | RequestListener)[], job: Partial<Job> = {}): Promise<Story> {
  let scrape = 0;
  const target = await startTarget((request, response) => {
    const answer = answers[Math.min(scrape, answers.length - 1)] ?? '';
    scrape += 1;
    if (typeof answer === 'function') return answer(request, response);
    response.setHeader('content-type', answer.endsWith('# EOF\n') ? 'application/openmetrics-text; version=1.0.0; charset=utf-8' : 'text/plain; version=0.0.4').end(answer);
  });
  const story = new Story({ name: 'test', staticConfigs: [{ targets: [target.address], labels: { instance: 'i' } }], ...job });
  cleanUp.push(() => target.close(), () => story.job.stop('elsewhere'));
  await story.job.start();
  return story;
}

const labels = 'instance="i", job="test"';
const named = (name: string, more = '') => `${name}{${more && `${more}, `}${labels}}`;
const refuse: RequestListener = (_, response) => response.writeHead(500).end();
const reportOf = (found: Record<string, (number | 'stale')[]>) =>
  ['up', 'scrape_samples_scraped', 'scrape_samples_post_metric_relabeling', 'scrape_series_added'].map((name) => found[named(name)]?.join());
const without = (found: Record<string, (number | 'stale')[]>) => Object.fromEntries(Object.entries(found).filter(([name]) => !/^(up|scrape_\w+)\{/.test(name)));
const stateOf = ({ job }: Story) => job.scrapers[0]?.scraper.state;

describe('a scrape', () => {
  it('stores what the target says with its labels, and how it went', async () => {
    const story = await tell(['# HELP a Help.\n# TYPE a counter\na{b="c"} 1\na{b="d"} NaN\nsome 2.5e3\n']);
    const found = await story.scrape();
    expect(without(found)).toEqual({ [`a{b="c", ${labels}}`]: [1], [`a{b="d", ${labels}}`]: [NaN], [named('some')]: [2500] });
    expect(reportOf(found)).toEqual(['1', '3', '3', '3']);
    expect(found[named('scrape_duration_seconds')]).toHaveLength(1);
    expect(new Set(story.store.stored.map(({ timeMs }) => timeMs))).toEqual(new Set([story.clock.now()]));
    expect(story.store.described).toEqual([{ metric: 'a', type: 'counter', help: 'Help.', unit: '' }]);
    expect(stateOf(story)).toMatchObject({ health: 'up', lastScrapeAt: story.clock.now(), lastError: null, warning: null, samplesScraped: 3, samplesKept: 3, seriesAdded: 3 });
  });

  it('describes a metric once, and again when its description changes', async () => {
    const story = await tell(['# TYPE a counter\na 1\n', '# TYPE a counter\na 2\n', '# TYPE a gauge\na 3\n']);
    const described = [];
    for (let scrape = 0; scrape < 3; scrape += 1) {
      await story.scrape();
      described.push(story.store.described.length);
    }
    expect(described).toEqual([1, 0, 1]);
  });

  it('reads OpenMetrics by its content type', async () => {
    const story = await tell(['# TYPE a counter\n# UNIT a_seconds seconds\na_total 1 12.5 # {trace="x"} 1\n# EOF\n']);
    await story.scrape();
    expect(story.store.stored[0]).toMatchObject({ timeMs: 12_500 });
  });

  it('of nothing is up', async () => {
    const story = await tell(['']);
    expect(reportOf(await story.scrape())).toEqual(['1', '0', '0', '0']);
  });
});

describe('labels', () => {
  it('of the target win, and those of the series move aside', async () => {
    const story = await tell(['a{job="own",instance=""} 1\n']);
    expect(without(await story.scrape())).toEqual({ [`a{exported_job="own", ${labels}}`]: [1] });
  });

  it('of the series win when they are honored', async () => {
    const story = await tell(['a{job="own"} 1\n'], { honorLabels: true });
    expect(without(await story.scrape())).toEqual({ 'a{instance="i", job="own"}': [1] });
  });

  it('are relabelled, also from the cache, and what is dropped is counted', async () => {
    const story = await tell(['a 1\nb{x="1"} 2\nc 3\n'], { metricRelabelConfigs: [{ sourceLabels: ['__name__'], regex: 'a', action: 'drop' }, { sourceLabels: ['x'], regex: '(.+)', targetLabel: 'y', replacement: '<$1>' }] });
    for (let scrape = 0; scrape < 3; scrape += 1) {
      const found = await story.scrape();
      expect(without(found)).toEqual({ [`b{${labels}, x="1", y="<1>"}`]: [2], [named('c')]: [3] });
      expect(reportOf(found)).toEqual(['1', '3', '2', scrape === 0 ? '2' : '0']);
    }
  });

  it('change with the job, and series that this ends are marked', async () => {
    const story = await tell(['a 1\nb 2\n']);
    await story.scrape();
    await story.change({ metricRelabelConfigs: [{ sourceLabels: ['__name__'], regex: 'a', targetLabel: '__name__', replacement: 'z' }] });
    expect(without(await story.scrape())).toEqual({ [named('z')]: [1], [named('b')]: [2], [named('a')]: ['stale'] });
  });
});

describe('times', () => {
  it('of the samples are honored, and their series then end by themselves', async () => {
    const story = await tell([`a 1 ${start}\nb 2\n`, '']);
    await story.scrape();
    expect(story.store.stored[0]?.timeMs).toBe(start);
    expect(without(await story.scrape())).toEqual({ [named('b')]: ['stale'] });
  });

  it('of the samples are replaced when they are not honored', async () => {
    const story = await tell([`a 1 ${start}\n`, ''], { honorTimestamps: false });
    await story.scrape();
    expect(story.store.stored[0]?.timeMs).toBe(story.clock.now());
    expect(without(await story.scrape())).toEqual({ [named('a')]: ['stale'] });
  });

  it('that come twice for a series count once, and it is said', async () => {
    const story = await tell(['a 1\na 2\n']);
    expect(without(await story.scrape())).toEqual({ [named('a')]: [1] });
    expect(stateOf(story)?.warning).toContain('1 samples came twice');
  });
});

describe('the end of a series', () => {
  it('is marked once, and it may come back', async () => {
    const story = await tell(['a 1\nb 2\n', 'b 3\n', 'b 4\n', 'a 5\nb 6\n']);
    expect(without(await story.scrape())).toEqual({ [named('a')]: [1], [named('b')]: [2] });
    expect(without(await story.scrape())).toEqual({ [named('a')]: ['stale'], [named('b')]: [3] });
    expect(without(await story.scrape())).toEqual({ [named('b')]: [4] });
    const last = await story.scrape();
    expect(without(last)).toEqual({ [named('a')]: [5], [named('b')]: [6] });
    expect(reportOf(last)).toEqual(['1', '2', '2', '1']);
  });

  it('is not the end of a line: other order, other spaces, the same series', async () => {
    const story = await tell(['a{x="1",y="2"} 1\nb 2\n', 'b 2\na{ y="2", x="1" } 3\n']);
    await story.scrape();
    const found = await story.scrape();
    expect(without(found)).toEqual({ [`a{${labels}, x="1", y="2"}`]: [3], [named('b')]: [2] });
    expect(reportOf(found)[3]).toBe('0');
  });

  it('is marked for all when a scrape fails, once, and up goes on', async () => {
    const story = await tell(['a 1\nb 2\n', refuse, refuse, 'a 3\n']);
    await story.scrape();
    const failed = await story.scrape();
    expect(without(failed)).toEqual({ [named('a')]: ['stale'], [named('b')]: ['stale'] });
    expect(reportOf(failed)).toEqual(['0', '0', '0', '0']);
    expect(stateOf(story)).toMatchObject({ health: 'down', lastError: 'server returned HTTP status 500 Internal Server Error' });
    expect(without(await story.scrape())).toEqual({});
    expect(reportOf(await story.scrape())).toEqual(['1', '1', '1', '1']);
  });

  it('is marked by the next scrape when the store was away', async () => {
    const story = await tell(['a 1\nb 2\n', 'a 1\n', 'a 1\n']);
    await story.scrape();
    story.store.answers.push(new Error('The disk is full.'));
    expect(await story.scrape()).toEqual({});
    expect(stateOf(story)).toMatchObject({ health: 'up', warning: 'The samples of this scrape could not be stored: The disk is full.' });
    expect(without(await story.scrape())).toEqual({ [named('a')]: [1], [named('b')]: ['stale'] });
    expect(stateOf(story)?.warning).toBeNull();
  });

  it('is that of all, and of the reports, when the target goes away', async () => {
    const story = await tell(['a 1\n']);
    await story.scrape();
    const at = story.clock.now();
    story.store.clear();
    await story.change({ staticConfigs: [] });
    await story.job.stop('elsewhere');
    const names = ['a', 'up', 'scrape_duration_seconds', 'scrape_samples_scraped', 'scrape_samples_post_metric_relabeling', 'scrape_series_added'];
    expect(story.store.bySeries()).toEqual(Object.fromEntries(names.map((name) => [named(name), ['stale']])));
    expect(story.store.stored.every(({ timeMs }) => timeMs > at)).toBe(true);
  });

  it('is that of all when the job is deleted, and of none when Nines stops', async () => {
    for (const [why, expected] of [['gone', 6], ['elsewhere', 0]] as const) {
      const story = await tell(['a 1\n']);
      await story.scrape();
      story.store.clear();
      await story.job.stop(why);
      expect(story.store.stored).toHaveLength(expected);
    }
  });

  it('is none when the job changes its pace', async () => {
    const story = await tell(['a 1\nb 1\n', 'a 2\n']);
    await story.scrape();
    story.store.clear();
    await story.change({ scrapeIntervalMs: 30_000 });
    expect(story.store.stored).toEqual([]);
    expect(without(await story.scrape())).toEqual({ [named('a')]: [2], [named('b')]: ['stale'] });
  });
});

describe('a scrape is refused as a whole', () => {
  const rows: [what: string, job: Partial<Job>, body: string, error: string, counts: [string, string]][] = [
    ['over the limit of samples, which counts after relabelling', { sampleLimit: 1, metricRelabelConfigs: [{ sourceLabels: ['__name__'], regex: 'c', action: 'drop' }] }, 'c 0\na 1\nb 2\n', 'sample limit exceeded (limit: 1)', ['3', '2']],
    ['over the limit of labels', { labelLimit: 3 }, 'a 1\nb{x="1"} 2\n', 'label_limit exceeded (metric: b, number of labels: 4, limit: 3)', ['2', '1']],
    ['over the length of a value', { labelValueLengthLimit: 4 }, 'a{x="12345"} 1\n', 'label_value_length_limit exceeded', ['1', '0']],
    ['when it is no exposition', {}, 'a 1\n<html>\n', 'Line 2', ['1', '1']],
    ['when a line is cut', {}, 'a 1\nb{x="', 'Line 2', ['1', '1']],
    ['when relabelling takes the name', { metricRelabelConfigs: [{ regex: '__name__', action: 'labeldrop' }] }, 'a 1\n', 'missing metric name', ['1', '0']],
  ];
  it.each(rows)('%s', async (_, job, body, error, [scraped, kept]) => {
    const story = await tell([body], job);
    const found = await story.scrape();
    expect(without(found)).toEqual({});
    expect(reportOf(found)).toEqual(['0', scraped, kept, '0']);
    expect(stateOf(story)?.lastError).toContain(error);
  });

  it('when the job has too many targets', async () => {
    const story = await tell(['a 1\n']);
    await story.scrape();
    await story.change({ targetLimit: 1, staticConfigs: [...(story.settings.staticConfigs ?? []), { targets: ['127.0.0.1:1'] }] });
    const found = await story.scrape();
    expect([found[named('up')], found[named('a')], found['up{instance="127.0.0.1:1", job="test"}']]).toEqual([[0], ['stale'], [0]]);
    expect(stateOf(story)?.lastError).toBe('target_limit exceeded (number of targets: 2, limit: 1)');
  });

  it('and bodies that are new and wrong each time fill no memory', async () => {
    const bodies = Array.from({ length: 20 }, (_, scrape) => `${Array.from({ length: 500 }, (__, line) => `a{x="${scrape}-${line}"} 1\n`).join('')}!\n`);
    const story = await tell(bodies);
    for (let scrape = 0; scrape < 20; scrape += 1) await story.scrape();
    expect(story.job.scrapers[0]?.scraper.rememberedLines).toBe(500);
  });
});

it('samples that the store refuses are told with their reason', async () => {
  const story = await tell(['a 1\n']);
  story.store.answers.push({ stored: 5, duplicates: 0, refused: [{ reason: 'series_limit', count: 1, example: 'a{} is one series too many.' }] });
  await story.scrape();
  expect(stateOf(story)).toMatchObject({ health: 'up', warning: '1 samples were refused (series_limit): a{} is one series too many.' });
});

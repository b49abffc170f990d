import { AppError, messageOf } from '@/lib/errors';
import { describeLabelSet } from '@/lib/metrics/labels';
import { compileRelabelling } from '@/lib/scrape/relabel';
import type { ScrapeSecrets, ScrapeSettings } from '@/lib/scrape/schemas';
import { targetsOf, type DiscoveredGroup, type ScrapeTarget } from '@/lib/scrape/targets';
import type { TriedJob, TriedTarget } from '@/lib/scrape/views';
import type { StoredJob } from './scrape-job';
import { md5, type ScrapeParts } from './scrape-job';
import { reasonOf } from './scrape-error';
import type { ReadSettings, ScrapedSamples } from './scrape-reader';
import { SeriesCache } from './series-cache';
import { createTargetClient, type TargetClient } from './target-client';
import { findTargetFiles, readTargetFile } from './target-files';

const triedTargets = 5;
const shownSamples = 20;
const longestMs = 10_000;
const mostAtOnce = 4;
const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);
/** Tests that run, by tenant. */
const running = new Map<string, number>();

/**
 * Scrapes the first targets of a job once, now, and shows what would be stored. Stores nothing. Throws AppError `too_many_requests` while
 * several of the tenant run.
 */
export async function tryJob(parts: ScrapeParts, tenant: StoredJob['tenant'], settings: ScrapeSettings, secrets: ScrapeSecrets): Promise<TriedJob> {
  const before = running.get(tenant.id) ?? 0;
  if (before >= mostAtOnce) throw new AppError('too_many_requests', 'Other jobs are being tried at this moment. Try again in some seconds.', { retryAfterSeconds: 5 });
  running.set(tenant.id, before + 1);
  const client = createTargetClient(settings, secrets, parts.budget);
  try {
    const files = await groupsOfFiles(parts.filesOf(tenant), settings);
    const found = targetsOf(settings, [...settings.staticConfigs, ...files.groups], compileRelabelling(settings.relabelConfigs, md5));
    const read: ReadSettings = { ...settings, metricRelabelling: compileRelabelling(settings.metricRelabelConfigs, md5) };
    const tried = found.targets.slice(0, triedTargets);
    return {
      targets: await Promise.all(tried.map((target) => tryTarget(parts, client, target, read))),
      notTried: found.targets.length - tried.length,
      dropped: found.dropped.count,
      faults: [...found.faults, ...files.faults],
    };
  } finally {
    client.close('now');
    const left = (running.get(tenant.id) ?? 1) - 1;
    if (left === 0) running.delete(tenant.id);
    else running.set(tenant.id, left);
  }
}

async function groupsOfFiles(directory: string, { fileDiscovery }: ScrapeSettings): Promise<{ groups: DiscoveredGroup[]; faults: string[] }> {
  if (!fileDiscovery) return { groups: [], faults: [] };
  const { files, faults } = await findTargetFiles(directory, fileDiscovery.paths);
  const groups: DiscoveredGroup[] = [];
  for (const file of files) {
    try {
      groups.push(...(await readTargetFile(file)).map((group) => ({ ...group, meta: { __meta_filepath: file.name } })));
    } catch (error) {
      faults.push(messageOf(error));
    }
  }
  return { groups, faults };
}

async function tryTarget({ samples: pool, clock }: ScrapeParts, client: TargetClient, target: ScrapeTarget, read: ReadSettings): Promise<TriedTarget> {
  const startedMs = clock.monotonicMs();
  const tried: TriedTarget = {
    url: target.url, labels: pairsOf(target.labels), isUp: false, error: null, status: null, contentType: null, durationSeconds: 0, bodyBytes: 0,
    samplesScraped: 0, samplesKept: 0, samples: [],
  };
  try {
    await client.get(target.url, Math.min(target.timeoutMs, longestMs), (answer) => {
      Object.assign(tried, { status: answer.status, contentType: answer.contentType, bodyBytes: answer.body.length } satisfies Partial<TriedTarget>);
      return pool.with(async (samples) => {
        try {
          await samples.read(answer, { labels: target.labels, cache: new SeriesCache(), timeMs: clock.now() }, read);
          tried.samples = shownOf(samples);
        } finally {
          Object.assign(tried, { samplesScraped: samples.scraped, samplesKept: samples.kept } satisfies Partial<TriedTarget>);
        }
      });
    });
    tried.isUp = true;
  } catch (error) {
    tried.error = reasonOf(error);
  }
  tried.durationSeconds = (clock.monotonicMs() - startedMs) / 1_000;
  return tried;
}

function shownOf({ owners, halves: columns }: ScrapedSamples): TriedTarget['samples'] {
  return owners.slice(0, shownSamples).map(({ labels }, index) => {
    halves[0] = columns[index * 2] ?? 0;
    halves[1] = columns[index * 2 + 1] ?? 0;
    return { series: describeLabelSet(labels).slice(0, 2_000), value: String(float[0]) };
  });
}

/** A label set as JSON carries it. */
export function pairsOf(labels: readonly string[]): Record<string, string> {
  const pairs: [string, string][] = [];
  for (let index = 0; index < labels.length; index += 2) pairs.push([labels[index] ?? '', labels[index + 1] ?? '']);
  return Object.fromEntries(pairs);
}

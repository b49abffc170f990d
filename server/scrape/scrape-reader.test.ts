import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeLabelSet, labelSetKey, labelSetOf } from '@/lib/metrics/labels';
import { compileRelabelling } from '@/lib/scrape/relabel';
import { RelabelRule } from '@/lib/scrape/relabel-rule';
import { ScrapeError } from './scrape-error';
import { md5 } from './scrape-job';
import { ScrapedSamples, type ReadSettings } from './scrape-reader';
import { SeriesCache } from './series-cache';

const settings: ReadSettings = { honorLabels: false, honorTimestamps: true, sampleLimit: 0, labelLimit: 0, labelNameLengthLimit: 0, labelValueLengthLimit: 0, metricRelabelling: () => true };
const body = readFileSync(path.join(import.meta.dirname, 'fixtures/node-exporter.txt'));
const lines = body.toString().split('\n').filter((line) => line !== '' && !line.startsWith('#'));

const answer = (text: Buffer, contentType: string | null = null, checkEnd: () => void = () => undefined) => ({ body: text, contentType, checkEnd });

describe('the recording of a node exporter', () => {
  it('is read whole', async () => {
    const samples = new ScrapedSamples();
    await samples.read(answer(body, 'text/plain; version=0.0.4; charset=utf-8'), { labels: labelSetOf([['job', 'node']]), cache: new SeriesCache(), timeMs: 1 }, settings);
    expect([samples.scraped, samples.kept, samples.owners.length, samples.duplicates]).toEqual([lines.length, lines.length, lines.length, 0]);
    expect(samples.metadataFound.find(({ metric }) => metric === 'node_load1')).toEqual({ metric: 'node_load1', type: 'gauge', help: '1m load average.', unit: '' });
  });

  it('costs no labels in a steady scrape: each line is known by its bytes', async () => {
    const samples = new ScrapedSamples();
    let relabelled = 0;
    const counting = { ...settings, metricRelabelling: () => (relabelled += 1) > 0 };
    const target = { labels: labelSetOf([['job', 'node']]), cache: new SeriesCache(), timeMs: 1 };
    await samples.read(answer(body), target, counting);
    const first = samples.owners.map(({ labels }) => describeLabelSet(labels));
    expect(relabelled).toBe(lines.length);
    await samples.read(answer(Buffer.from(`${lines.toReversed().join('\n')}\n`)), target, counting);
    expect(samples.owners.map(({ labels }) => describeLabelSet(labels)).toReversed()).toEqual(first);
    await samples.read(answer(body), target, counting);
    expect(samples.owners.map(({ labels }) => describeLabelSet(labels))).toEqual(first);
    expect(relabelled).toBe(lines.length);
  });
});

describe('what is remembered of lines', () => {
  it('stays right and bounded while most series change with every scrape', async () => {
    const samples = new ScrapedSamples();
    const cache = new SeriesCache();
    const live = new Set<unknown>();
    let largest = 0;
    for (let scrape = 0; scrape < 100; scrape += 1) {
      const text = Array.from({ length: 300 }, (_, index) => `a{pod="${index % 3 === 0 ? index : `${scrape}-${index}`}",node="ü"} 1\n`).join('');
      await samples.read(answer(Buffer.from(text)), { labels: labelSetOf([['job', 'pods']]), cache, timeMs: 1 }, settings);
      live.clear();
      for (const series of samples.owners) live.add(series);
      cache.forgetUnseen((series) => live.has(series));
      const wrong = samples.owners.filter(({ labels, keyAt, keyLength }) => !Buffer.from(`\u0000${labelSetKey(labels)}`).subarray(1).equals(cache.keys.subarray(keyAt + 1, keyAt + keyLength)));
      expect(wrong).toEqual([]);
      expect(cache.lineCount).toBe(300);
      largest = Math.max(largest, cache.keys.length);
    }
    expect(largest).toBeLessThan(200_000);
  });
});

describe('a body that takes long', () => {
  const target = () => ({ labels: labelSetOf([['job', 'slow']]), cache: new SeriesCache(), timeMs: 1 });
  const long = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `a{b="${index}"} 1\n`).join(''));

  it('gives way to others, and is read whole', async () => {
    const samples = new ScrapedSamples();
    let turns = 0;
    const count = () => (turns += 1);
    await samples.read(answer(long, null, count), target(), settings);
    expect([samples.kept, turns > 2]).toEqual([200_000, true]);
  });

  it('ends when its scrape has ended', async () => {
    const samples = new ScrapedSamples();
    const reading = samples.read(answer(long, null, () => { throw new ScrapeError('over'); }), target(), settings);
    await expect(reading).rejects.toThrow('over');
    expect(samples.kept).toBeLessThan(200_000);
  });

  it('fails for labels that relabelling lets grow', async () => {
    const rules = z.array(RelabelRule).parse(Array.from({ length: 100 }, () => ({ sourceLabels: ['b'], targetLabel: 'b', replacement: '$1$1' })));
    const growing = { ...settings, metricRelabelling: compileRelabelling(rules, md5) };
    await expect(new ScrapedSamples().read(answer(long), target(), growing)).rejects.toThrow('A label grows beyond 16384 characters while it is relabelled.');
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeLabelSet, labelSetKey, labelSetOf } from '@/lib/metrics/labels';
import { ScrapedSamples, type ReadSettings } from './scrape-reader';
import { SeriesCache } from './series-cache';

const settings: ReadSettings = { honorLabels: false, honorTimestamps: true, sampleLimit: 0, labelLimit: 0, labelNameLengthLimit: 0, labelValueLengthLimit: 0, metricRelabelling: () => true };
const body = readFileSync(path.join(import.meta.dirname, 'fixtures/node-exporter.txt'));
const lines = body.toString().split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the recording of a node exporter', () => {
  it('is read whole', () => {
    const samples = new ScrapedSamples();
    samples.read(body, 'text/plain; version=0.0.4; charset=utf-8', { labels: labelSetOf([['job', 'node']]), cache: new SeriesCache(), timeMs: 1 }, settings);
    expect([samples.scraped, samples.kept, samples.owners.length, samples.duplicates]).toEqual([lines.length, lines.length, lines.length, 0]);
    expect(samples.metadataFound.find(({ metric }) => metric === 'node_load1')).toEqual({ metric: 'node_load1', type: 'gauge', help: '1m load average.', unit: '' });
  });

  it('costs no labels in a steady scrape: each line is known by its bytes', () => {
    const samples = new ScrapedSamples();
    let relabelled = 0;
    const counting = { ...settings, metricRelabelling: () => (relabelled += 1) > 0 };
    const target = { labels: labelSetOf([['job', 'node']]), cache: new SeriesCache(), timeMs: 1 };
    samples.read(body, null, target, counting);
    const first = samples.owners.map(({ labels }) => describeLabelSet(labels));
    expect(relabelled).toBe(lines.length);
    samples.read(Buffer.from(`${lines.toReversed().join('\n')}\n`), null, target, counting);
    expect(samples.owners.map(({ labels }) => describeLabelSet(labels)).toReversed()).toEqual(first);
    samples.read(body, null, target, counting);
    expect(samples.owners.map(({ labels }) => describeLabelSet(labels))).toEqual(first);
    expect(relabelled).toBe(lines.length);
  });
});

describe('what is remembered of lines', () => {
  it('stays right and bounded while most series change with every scrape', () => {
    const samples = new ScrapedSamples();
    const cache = new SeriesCache();
    const live = new Set<unknown>();
    let largest = 0;
    for (let scrape = 0; scrape < 100; scrape += 1) {
      const text = Array.from({ length: 300 }, (_, index) => `a{pod="${index % 3 === 0 ? index : `${scrape}-${index}`}",node="ü"} 1\n`).join('');
      samples.read(Buffer.from(text), null, { labels: labelSetOf([['job', 'pods']]), cache, timeMs: 1 }, settings);
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

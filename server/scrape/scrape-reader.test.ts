import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeLabelSet, labelSetOf } from '@/lib/metrics/labels';
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

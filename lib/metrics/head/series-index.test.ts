import { describe, expect, it } from 'vitest';
import { mulberry32 } from '@/lib/ingest/test-random';
import { labelOf, labelSetFrom, labelSetOf } from '../labels';
import { compileMatcher, type Matcher } from '../matcher';
import { MemSeries } from './mem-series';
import { SeriesIndex } from './series-index';

const random = mulberry32(21);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const values = ['', 'a', 'b', 'c', 'ab', 'x.y', 'ä', 'constructor'];
const patterns = ['', 'a', 'a|b', 'a|', '.*', '.+', '[ab]+', 'x\\.y', 'constructor|c', '(?i)A'];
const operators = ['=', '!=', '=~', '!~'] as const;

function randomSeries(): MemSeries {
  const labels: [string, string][] = [['__name__', pick(['up', 'down', 'm'])]];
  for (const name of ['job', 'zone', '__proto__', 'le']) labels.push([name, pick(values)]);
  return new MemSeries(1, labelSetOf(labels));
}

function randomMatcher(): Matcher {
  const operator = pick(operators);
  return { label: pick(['__name__', 'job', 'zone', '__proto__', 'le', 'absent']), operator, value: pick(operator.endsWith('~') ? patterns : [...values, 'up']) };
}

describe('the index of series', () => {
  it('selects exactly what a test of every series selects, through additions and removals', () => {
    const index = new SeriesIndex();
    const all = new Set<MemSeries>();
    for (let round = 0; round < 40; round += 1) {
      for (let each = 0; each < 30; each += 1) {
        const series = randomSeries();
        const known = index.find(series.labels);
        expect(known !== undefined).toBe([...all].some((other) => other.labels.join('\n') === series.labels.join('\n')));
        if (known) continue;
        index.add(series);
        all.add(series);
      }
      const gone = new Set([...all].filter(() => random() < 0.2));
      index.remove(gone);
      for (const series of gone) all.delete(series);
      for (let query = 0; query < 40; query += 1) {
        const matchers = Array.from({ length: Math.floor(random() * 4) }, randomMatcher);
        const tests = matchers.map((matcher) => ({ label: matcher.label, accepts: compileMatcher(matcher) }));
        const expected = [...all].filter((series) => tests.every(({ label, accepts }) => accepts(labelOf(series.labels, label))));
        const found = index.select(matchers);
        expect(new Set(found), JSON.stringify(matchers)).toEqual(new Set(expected));
        expect(found).toHaveLength(expected.length);
      }
      expect(index.size).toBe(all.size);
    }
  });

  it('shares one copy of each value, and forgets a series that is removed twice once', () => {
    const index = new SeriesIndex();
    const one = new MemSeries(1, labelSetFrom('m', { a: 'x' }));
    const two = new MemSeries(1, labelSetFrom('m', { a: 'x', b: 'y' }));
    for (const each of [one, two]) index.add(each);
    index.remove(new Set([two]));
    expect(index.select([{ label: 'b', operator: '=~', value: '.+' }])).toEqual([]);
    index.remove(new Set([two]));
    expect(index.find(labelSetFrom('m', { a: 'x' }))).toBe(one);
    expect(index.find(labelSetFrom('m', { a: 'x', b: 'y' }))).toBeUndefined();
  });
});

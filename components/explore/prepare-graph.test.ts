import { describe, expect, it } from 'vitest';
import { maxLines, prepareGraph } from './prepare-graph';

const window = { fromMs: 0, toMs: 30_000, stepMs: 10_000 };
const series = (labels: Record<string, string>, values: number[], times = values.map((_, index) => index * 10_000)) => ({ labels, times, values });
const none = new Set<string>();

describe('prepareGraph', () => {
  it('leaves a gap where there is no value, no number, or no finite one', () => {
    const graph = prepareGraph([{ letter: 'A', series: [series({}, [1, Number.NaN, Infinity], [0, 10_000, 30_000])] }], window, none);
    expect(graph.lines[0]?.values).toEqual([1, null, null, null]);
  });

  it('draws the series with the highest last value and tells how many are not drawn', () => {
    const all = Array.from({ length: 1_000 }, (_, index) => series({ i: String(index) }, [0, index]));
    const graph = prepareGraph([{ letter: 'A', series: all }], window, none);
    expect(graph.lines).toHaveLength(maxLines);
    expect(graph.leftOut).toBe(950);
    expect(graph.lines[0]?.label).toBe('{i="999"}');
    expect(new Set(graph.lines.map(({ colour, dash }) => `${colour}${dash}`)).size).toBe(maxLines);
  });

  it('labels lines by what tells them apart, and by their query where there are several', () => {
    const a = series({ __name__: 'up', job: 'n', instance: 'a' }, [1]);
    const b = series({ __name__: 'up', job: 'n', instance: 'b' }, [1]);
    expect(prepareGraph([{ letter: 'A', series: [a, b] }], window, none).lines.map(({ label }) => label)).toEqual(['{instance="a"}', '{instance="b"}']);
    expect(prepareGraph([{ letter: 'A', series: [a] }, { letter: 'C', series: [b] }], window, none).lines[1]?.label).toBe('C {instance="b"}');
    expect(prepareGraph([{ letter: 'A', series: [a] }], window, none).lines[0]?.label).toBe('up{job="n", instance="a"}');
  });

  it.each([
    ['from zero', [0, 80], [0, 80]],
    ['what it spans when zero is far', [1000, 1010], [1000, 1010]],
    ['below zero', [-5, 5], [-6, 6]],
    ['a constant', [5, 5], [4.4, 5.6]],
    ['nothing but zero', [0, 0], [0, 1]],
  ])('scales %s', (_, values, [low, high]) => {
    const { valueDomain } = prepareGraph([{ letter: 'A', series: [series({}, values)] }], window, none);
    expect(valueDomain[0]).toBeLessThanOrEqual(Math.min(...values));
    expect(valueDomain[1]).toBeGreaterThanOrEqual(Math.max(...values));
    expect(valueDomain[0]).toBeCloseTo(low ?? 0, 0);
    expect(valueDomain[1]).toBeCloseTo(high ?? 0, 0);
  });

  it('shows the lines that are picked out alone, and scales for them', () => {
    const graph = prepareGraph([{ letter: 'A', series: [series({ i: '1' }, [1]), series({ i: '2' }, [1e6])] }], window, new Set(['A:{i="1"}']));
    expect(graph.lines.map(({ hidden }) => hidden)).toEqual([false, true]);
    expect(graph.valueDomain[1]).toBeLessThan(10);
  });
});

import { describe, expect, test } from 'vitest';
import { parseRange, rangeSearch, zoomTo } from './range-selection';

describe('a URL is read forgivingly', () => {
  test.each([
    ['', { kind: 'named', name: 'live' }],
    ['range=6h', { kind: 'named', name: '6h' }],
    ['range=constructor', { kind: 'named', name: 'live' }],
    ['from=1000&to=20000', { kind: 'custom', fromMs: 1000, toMs: 20000 }],
    ['from=20000&to=1000', { kind: 'named', name: 'live' }],
    ['from=1000&to=1001', { kind: 'named', name: 'live' }],
    ['from=-1&to=NaN', { kind: 'named', name: 'live' }],
    ['from=0&to=9999999999999999', { kind: 'named', name: 'live' }],
    ['from=1000&range=1h', { kind: 'named', name: '1h' }],
  ])('%s', (query, expected) => expect(parseRange(new URLSearchParams(query))).toEqual(expected));
});

test('a selection survives the URL', () => {
  for (const selection of [{ kind: 'named', name: '7d' }, { kind: 'custom', fromMs: 1_000, toMs: 90_000 }] as const) {
    expect(parseRange(new URLSearchParams(rangeSearch(selection)))).toEqual(selection);
  }
});

test('a drag in either direction zooms, and a tiny one is widened to what the API answers', () => {
  expect(zoomTo(90_000, 30_000)).toEqual({ kind: 'custom', fromMs: 30_000, toMs: 90_000 });
  expect(zoomTo(50_000, 51_000)).toEqual({ kind: 'custom', fromMs: 45_500, toMs: 55_500 });
});

import { describe, expect, it } from 'vitest';
import { exploreSearch, parseExplore, refreshMsOf, type ExploreState } from './explore-state';

const full: ExploreState = {
  queries: [{ expr: 'rate(a{b="c&d"}[5m]) > 0', isHidden: false }, { expr: 'up\n+ 1', isHidden: true }],
  view: 'table', range: { kind: 'custom', fromMs: 1_700_000_000_000, toMs: 1_700_003_600_000 }, step: '30s', atMs: 1_700_000_100_000, refresh: '15s',
};

describe('the URL of Explore', () => {
  it('holds everything that was run', () => expect(parseExplore(new URLSearchParams(exploreSearch(full)))).toEqual(full));
  it('shows the last hour when it says nothing', () => {
    expect(parseExplore(new URLSearchParams())).toEqual({ queries: [], view: 'graph', range: { kind: 'named', name: '1h' }, step: '', atMs: null, refresh: null });
  });
  it.each(['live', '30d'] as const)('keeps the range %s', (name) => {
    const range = { kind: 'named', name } as const;
    expect(parseExplore(new URLSearchParams(exploreSearch({ ...full, range }))).range).toEqual(range);
  });
  it('takes no more than six queries and defaults for what it does not know', () => {
    const search = new URLSearchParams([...Array.from({ length: 9 }, (): [string, string] => ['q', 'up']), ['view', 'pie'], ['refresh', 'constructor'], ['at', 'x']]);
    expect(parseExplore(search)).toMatchObject({ view: 'graph', refresh: null, atMs: null });
    expect(parseExplore(search).queries).toHaveLength(6);
  });
});

describe('refreshMsOf', () => {
  const range = { kind: 'named', name: '1h' } as const;
  it.each([
    ['a fixed range never', full, 0],
    ['live every 5 s unless said', { ...full, range: { kind: 'named', name: 'live' }, atMs: null, refresh: null }, 5_000],
    ['live not at all when said', { ...full, range: { kind: 'named', name: 'live' }, atMs: null, refresh: 'off' }, 0],
    ['an hour not unless said', { ...full, range, atMs: null, refresh: null }, 0],
    ['an hour as said', { ...full, range, atMs: null, refresh: '1m' }, 60_000],
    ['a table of one moment never', { ...full, range, refresh: '5s' }, 0],
  ] as const)('%s', (_, state, expected) => expect(refreshMsOf(state)).toBe(expected));
});

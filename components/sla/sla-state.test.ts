import { expect, test } from 'vitest';
import { noSlaFilters, parseSla, slaQuery, slaSearch, type SlaState } from './sla-state';

const id = '3b241101-e2bb-4255-8caf-4136c566a962';

const states: readonly [string, SlaState][] = [
  ['', noSlaFilters],
  ['?text=api+a%26b', { text: 'api a&b', serviceId: null, page: 0 }],
  [`?service=${id}`, { text: '', serviceId: id, page: 0 }],
  [`?text=api&service=${id}&page=3`, { text: 'api', serviceId: id, page: 2 }],
];

test.each(states)('the URL %s is the same state there and back', (url, state) => {
  expect(parseSla(new URLSearchParams(url))).toEqual(state);
  expect(slaSearch(state)).toBe(url);
});

test('what a URL cannot mean takes its default', () => {
  for (const url of ['service=api&page=0', 'page=-1', 'page=1.5', 'page=99999', "service=' or 1=1"]) expect(parseSla(new URLSearchParams(url))).toEqual(noSlaFilters);
  expect(parseSla(new URLSearchParams({ text: 'x'.repeat(500) })).text).toHaveLength(200);
});

test('the API is asked for one page, and not for spaces', () => {
  expect(slaQuery({ text: '  ', serviceId: null, page: 2 })).toEqual({ days: 90, limit: 25, offset: 50 });
  expect(slaQuery({ text: ' api ', serviceId: id, page: 0 })).toEqual({ text: 'api', serviceId: id, days: 90, limit: 25, offset: 0 });
});

import { expect, test } from 'vitest';
import { noServiceFilters, parseServices, servicesQuery, servicesSearch, type ServicesState } from './services-state';

test.each<[Partial<ServicesState>, string]>([
  [{}, ''],
  [{ text: 'shop api', team: 'web' }, '?text=shop+api&team=web'],
  [{ state: 'down' }, '?state=down'],
])('the filters %o survive their URL', (change, search) => {
  expect(servicesSearch({ ...noServiceFilters, ...change })).toBe(search);
  expect(parseServices(new URLSearchParams(search))).toEqual({ ...noServiceFilters, ...change });
});

test('what cannot be understood takes its default, and nothing is asked that is not filtered', () => {
  expect(parseServices(new URLSearchParams('state=broken&team='))).toEqual(noServiceFilters);
  expect(servicesQuery({ text: '  ', state: null, team: '' })).toEqual({});
});

import { expect, test } from 'vitest';
import { issueAt } from './form-issues';
import { logQuery, logSearch, parseLog } from './log-state';

const id = '0b8f4a52-7c1d-4a7e-9b1f-0d2f6f1a2b3c';

test.each([
  ['', { states: [], channelId: null }, ''],
  ['?state=dead,dropped', { states: ['dead', 'dropped'], channelId: null }, '?state=dead%2Cdropped'],
  [`?state=nonsense,dead&channel=${id}`, { states: ['dead'], channelId: id }, `?state=dead&channel=${id}`],
  ['?channel=nonsense', { states: [], channelId: null }, ''],
])('the URL %s is read and written', (search, state, written) => {
  expect(parseLog(new URLSearchParams(search))).toEqual(state);
  expect(logSearch(parseLog(new URLSearchParams(search)))).toBe(written);
});

test('the server is asked only for what is chosen', () => {
  expect(logQuery({ states: [], channelId: null })).toEqual({ state: undefined, channelId: undefined });
  expect(logQuery({ states: ['dead', 'dropped'], channelId: id })).toEqual({ state: 'dead,dropped', channelId: id });
});

test.each([
  ['settings.url', 'settings.url'],
  ['body.settings.url', 'settings.url'],
  ['body.channel.settings.url', 'settings.url'],
])('an issue at %s is found at its field', (path, field) => {
  expect(issueAt([{ path, message: 'must be an URL' }], field)).toBe('must be an URL');
  expect(issueAt([{ path: `${path}.0.name`, message: 'is empty' }], field)).toBe('0.name: is empty');
  expect(issueAt([{ path, message: 'must be an URL' }], 'settings')).toBe('url: must be an URL');
  expect(issueAt([{ path, message: 'must be an URL' }], 'secrets')).toBeUndefined();
});

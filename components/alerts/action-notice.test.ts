import { expect, test } from 'vitest';
import { noticeOf, refusalOf, type ActResult } from './action-notice';
import { alertWith } from './fixture';

const two = [alertWith({ id: 'a1' }), alertWith({ id: 'a2' })];
const done = (id: string): ActResult => ({ id, outcome: 'done', message: '' });
const left = (id: string, message = 'The alert is resolved already.'): ActResult => ({ id, outcome: 'unchanged', message });

test.each<[string, ActResult[], string, 'done' | 'refused', number]>([
  ['all', [done('a1'), done('a2')], '2 alerts are acknowledged.', 'done', 2],
  ['one of two', [done('a1'), left('a2')], 'Disk full on web-1 is acknowledged. 1 alert was left as before: The alert is resolved already.', 'refused', 1],
  ['none', [left('a1'), left('a2')], '2 alerts were not acknowledged. The alert is resolved already.', 'refused', 0],
  ['none, without a reason', [left('a1', ''), left('a2', '')], '2 alerts were not acknowledged. Somebody else was faster.', 'refused', 0],
])('%s acknowledged is said so, with what can be taken back', (_, results, words, kind, undo) => {
  const notice = noticeOf('acknowledge', two, results);
  expect(notice).toMatchObject({ words, kind });
  expect(notice.undo).toHaveLength(undo);
});

test('what was done to a whole group is told by its number, also of alerts that are not shown', () => {
  const results = Array.from({ length: 10_000 }, (_, index) => done(`a${index + 1}`));
  expect(noticeOf('acknowledge', two, results)).toMatchObject({ words: '10,000 alerts are acknowledged.', kind: 'done', undo: [] });
});

test('a resolve cannot be taken back, and thousands are not taken back one by one', () => {
  expect(noticeOf('resolve', two, [done('a1'), done('a2')]).undo).toEqual([]);
  const many = Array.from({ length: 51 }, (_, index) => alertWith({ id: `a${index}` }));
  expect(noticeOf('acknowledge', many, many.map(({ id }) => done(id))).undo).toEqual([]);
});

test('a refusal names the alert and the reason', () => {
  expect(refusalOf('resolve', [alertWith()], 'The server cannot be reached.').words).toBe('Disk full on web-1 was not resolved. The server cannot be reached.');
});

import { expect, test } from 'vitest';
import { checksInWords } from './service-words';

const none = { up: 0, degraded: 0, unknown: 0, down: 0 };

test.each([
  [{}, 'no check yet'],
  [{ up: 1 }, '1 check'],
  [{ up: 3 }, '3 checks'],
  [{ up: 1, down: 1, degraded: 1 }, '1 down, 1 degraded of 3 checks'],
])('checks %o are said as %s', (counts, words) => {
  expect(checksInWords({ ...none, ...counts })).toBe(words);
});

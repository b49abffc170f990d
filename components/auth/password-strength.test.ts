import { expect, test } from 'vitest';
import { describePassword } from './password-strength';

test.each([
  ['', false, 'At least 12 characters'],
  ['short', false, '5 of at least 12 characters'],
  ['aaaaaaaaaaaaaaaa', true, 'weak'],
  ['123456789012', true, 'weak'],
  ['abcdefghijklmnop', true, 'weak'],
  ['kettle-brick', true, 'fair'],
  ['kettle-brick-moon', true, 'good'],
  ['kettle-brick-moon-river', true, 'strong'],
  ['🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑', false, '11 of at least 12'],
])('%j', (password, isLongEnough, words) => {
  const hint = describePassword(password);
  expect(hint.isLongEnough).toBe(isLongEnough);
  expect(hint.words).toContain(words);
});

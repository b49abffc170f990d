import { describe, expect, it } from 'vitest';
import { readPostedSilence } from './silences';

const now = Date.parse('2026-01-05T03:00:00Z');
const day = 86_400_000;
const at = (fromNowMs: number) => new Date(now + fromNowMs).toISOString();
const posted = (changed: object) => ({ matchers: [{ name: 'alertname', value: 'Disk', isRegex: false }], startsAt: at(0), endsAt: at(day), createdBy: 'alice', comment: 'new disks', ...changed });
const one = (matcher: object) => ({ matchers: [{ name: 'alertname', value: 'Disk', isRegex: false, ...matcher }] });

describe('a posted silence', () => {
  const taken: [what: string, changed: object][] = [
    ['a value as long as can be', one({ value: 'x'.repeat(1_024) })],
    ['a year', { endsAt: at(366 * day) }],
    ['a beginning long ago and an end within a year', { startsAt: at(-300 * day), endsAt: at(300 * day) }],
    ['a matcher that does not accept an absent label', one({ value: '', isEqual: false })],
  ];
  it.each(taken)('may have %s', (_, changed) => {
    expect(readPostedSilence(posted(changed), now)).toMatchObject({ comment: 'new disks' });
  });

  const refused: [what: string, changed: object, message: string][] = [
    ['a longer value', one({ value: 'x'.repeat(1_025) }), 'at most 1024 characters'],
    ['more than a year', { endsAt: at(366 * day + 1) }, 'lasts at most 366 days'],
    ['a beginning after more than a year', { startsAt: at(367 * day), endsAt: at(368 * day) }, 'at most 366 days from now'],
    ['matchers that accept everything', one({ value: '.*', isRegex: true }), 'must not match the empty string'],
    ['a label that must differ, which an absent one does', one({ isEqual: false }), 'must not match the empty string'],
    ['an expression that is large', one({ value: '(?:.*[ab]){100}c', isRegex: true }), 'too large for alerts'],
  ];
  it.each(refused)('is refused with %s', (_, changed, message) => {
    expect(() => readPostedSilence(posted(changed), now)).toThrow(message);
  });
});

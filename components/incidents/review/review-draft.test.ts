import { describe, expect, test } from 'vitest';
import { beginReview, followReview, isUnsaved, parseDraft, writeDraft } from './review-draft';

const stored = { text: 'Stored', version: 3 };

describe('what stands in the editor', () => {
  test.each([
    ['nothing was written', beginReview(null, null), { text: '', version: 0 }],
    ['what is stored', beginReview(null, stored), stored],
    ['what was kept and not saved, from the version that it began with', beginReview({ text: 'Mine', version: 2 }, stored), { text: 'Mine', version: 2 }],
    ['what was kept and is saved already', beginReview({ text: 'Stored', version: 2 }, stored), stored],
  ])('%s', (_name, draft, expected) => expect(draft).toEqual(expected));
});

describe('when somebody else saves', () => {
  const newer = { text: 'Newer', version: 4 };
  test('a text that nobody changed here follows', () => expect(followReview(stored, stored, newer)).toEqual(newer));
  test('a text that was changed stays with its version, so that saving is a conflict', () => expect(followReview({ text: 'Mine', version: 3 }, stored, newer)).toEqual({ text: 'Mine', version: 3 }));
});

test('a draft survives being kept, whatever is in it', () => {
  const draft = { text: '12:34\n\n: a colon', version: 5 };
  expect(parseDraft(writeDraft(draft))).toEqual(draft);
  expect(['', 'nonsense', 'x:1'].map(parseDraft)).toEqual([null, null, null]);
  expect(isUnsaved({ text: '', version: 0 }, null)).toBe(false);
});

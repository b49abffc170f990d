import { describe, expect, test } from 'vitest';
import { rangeOf } from './evidence-request';

const now = Date.UTC(2026, 2, 5, 12);
const minute = 60_000;
const moments = { beganMs: now - 60 * minute, endedMs: null, nowMs: now };
const none = { from: null, to: null };

describe('the range of a chart to pin', () => {
  test.each([
    ['begins shortly before the incident did', rangeOf('incident', none, moments), { from: now - 75 * minute, to: now }],
    ['ends shortly after it was over', rangeOf('incident', none, { ...moments, endedMs: now - 30 * minute }), { from: now - 75 * minute, to: now - 15 * minute }],
    ['is at most 31 days, however old the incident is', rangeOf('incident', none, { ...moments, beganMs: 0 }), { from: now - 31 * 86_400_000, to: now }],
    ['counts back from now', rangeOf('15m', none, moments), { from: now - 15 * minute, to: now }],
    ['is what was chosen', rangeOf('custom', { from: 1, to: 2 }, moments), { from: 1, to: 2 }],
    ['is none without an end', rangeOf('custom', { from: 1, to: null }, moments), null],
    ['is none when it ends before it begins', rangeOf('custom', { from: 2, to: 1 }, moments), null],
    ['is none over more than 31 days', rangeOf('custom', { from: 0, to: 32 * 86_400_000 }, moments), null],
  ])('%s', (_name, range, expected) => expect(range).toEqual(expected));
});

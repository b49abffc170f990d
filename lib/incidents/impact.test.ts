import { describe, expect, it } from 'vitest';
import type { Span } from '@/lib/checks/span';
import { touchedByEdit, touchedBySpans } from './impact';

const spanOf = (fromMs: number, toMs: number, state: Span['state'], checkId = 'a', isMaintained = false): Span => ({
  checkId, fromMs, toMs, state, reason: '', maintenance: isMaintained ? { id: 'm', name: 'upgrade', reason: '' } : null, eventId: null,
});
const during = { fromMs: 1_000, toMs: 2_000, isOpen: false };

describe('what the checks say', () => {
  const cases: [what: string, spans: Span[], isOpen: boolean, touched: ReturnType<typeof touchedBySpans>][] = [
    ['is nothing while all is up', [spanOf(0, 3_000, 'up')], false, null],
    ['is from the first to the last moment, with what was so in between', [spanOf(1_100, 1_200, 'down'), spanOf(1_200, 1_500, 'up'), spanOf(1_500, 1_600, 'degraded')], false, { from: 1_100, to: 1_600, degree: 'down', ms: 200 }],
    ['is cut to the time of the incident', [spanOf(500, 1_300, 'degraded'), spanOf(1_900, 2_500, 'degraded')], false, { from: 1_000, to: 2_000, degree: 'degraded', ms: 400 }],
    ['counts a moment once that two checks found', [spanOf(1_100, 1_400, 'down'), spanOf(1_200, 1_300, 'degraded', 'b'), spanOf(1_350, 1_500, 'down', 'b')], false, { from: 1_100, to: 1_500, degree: 'down', ms: 400 }],
    ['leaves maintenance out', [spanOf(1_100, 1_400, 'down', 'a', true), spanOf(1_500, 1_600, 'degraded')], false, { from: 1_500, to: 1_600, degree: 'degraded', ms: 100 }],
    ['does not take unknown for down', [spanOf(1_100, 1_400, 'unknown')], false, null],
    ['goes on while the incident does', [spanOf(1_900, 2_000, 'down')], true, { from: 1_900, to: null, degree: 'down', ms: 100 }],
    ['is over when it is up again, though the incident goes on', [spanOf(1_900, 1_950, 'down')], true, { from: 1_900, to: 1_950, degree: 'down', ms: 50 }],
  ];
  it.each(cases)('%s', (_, spans, isOpen, touched) => expect(touchedBySpans(spans, { ...during, isOpen })).toEqual(touched));
});

describe('what somebody says', () => {
  const cases: [what: string, from: number, to: number | null, isOpen: boolean, touched: ReturnType<typeof touchedBySpans>][] = [
    ['is all of it', 1_100, 1_700, false, { from: 1_100, to: 1_700, degree: 'down', ms: 600 }],
    ['is cut to the time that is asked for', 500, 2_500, false, { from: 1_000, to: 2_000, degree: 'down', ms: 1_000 }],
    ['ends with the incident where it has no end', 1_100, null, false, { from: 1_100, to: 2_000, degree: 'down', ms: 900 }],
    ['goes on with the incident', 1_100, null, true, { from: 1_100, to: null, degree: 'down', ms: 900 }],
    ['is nothing in another time', 2_000, 3_000, false, null],
  ];
  it.each(cases)('%s', (_, from, to, isOpen, touched) => expect(touchedByEdit({ from, to, degree: 'down' }, { ...during, isOpen })).toEqual(touched));
});

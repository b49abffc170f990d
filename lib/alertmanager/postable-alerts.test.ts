import { describe, expect, it } from 'vitest';
import { labelsOf } from '@/lib/metrics/labels';
import { readPostedAlerts, resolveTimeoutMs } from './postable-alerts';

const now = Date.parse('2026-01-05T03:00:00Z');
const at = (fromNowMs: number) => new Date(now + fromNowMs).toISOString();
const labels = { alertname: 'Disk' };
const minute = 60_000;

describe('the times of a posted alert', () => {
  const cases: [what: string, alert: object, signal: { kind: string; startsAtMs: number; activeUntilMs: number | null }][] = [
    ['without any begins now and lasts for the resolve timeout', {}, { kind: 'firing', startsAtMs: now, activeUntilMs: now + resolveTimeoutMs }],
    ['with the zero time of Go has none', { startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00.000Z' }, { kind: 'firing', startsAtMs: now, activeUntilMs: now + resolveTimeoutMs }],
    ['with empty ones has none', { startsAt: '', endsAt: null }, { kind: 'firing', startsAtMs: now, activeUntilMs: now + resolveTimeoutMs }],
    ['with a start began then', { startsAt: at(-minute) }, { kind: 'firing', startsAtMs: now - minute, activeUntilMs: now + resolveTimeoutMs }],
    ['with an end to come lasts until then', { startsAt: at(-minute), endsAt: at(2 * minute) }, { kind: 'firing', startsAtMs: now - minute, activeUntilMs: now + 2 * minute }],
    ['with an end alone that has passed has ended', { endsAt: at(-minute) }, { kind: 'ended', startsAtMs: now - minute, activeUntilMs: null }],
    ['that ends now has ended', { startsAt: at(-minute), endsAt: at(0) }, { kind: 'ended', startsAtMs: now - minute, activeUntilMs: null }],
    ['of another zone is the same moment', { startsAt: '2026-01-05T04:30:00.5+02:00' }, { kind: 'firing', startsAtMs: now - 30 * minute + 500, activeUntilMs: now + resolveTimeoutMs }],
    ['of a clock that is ahead begins now', { startsAt: at(minute), endsAt: at(2 * minute) }, { kind: 'firing', startsAtMs: now, activeUntilMs: now + 2 * minute }],
  ];
  it.each(cases)('%s', (_, alert, signal) => {
    expect(readPostedAlerts([{ labels, ...alert }], now)).toMatchObject({ signals: [{ atMs: now, source: 'api', ...signal }], errors: [] });
  });
});

describe('posted alerts', () => {
  it('lose their empty labels and keep the fingerprint of the others', () => {
    const { signals } = readPostedAlerts([{ labels: { alertname: 'x', empty: '' } }, { labels: { alertname: 'x' } }], now);
    expect(signals.map((signal) => labelsOf(signal.labels))).toEqual([{ alertname: 'x' }, { alertname: 'x' }]);
    // As Alertmanager 0.25 shows it.
    expect(signals.map(({ fingerprint }) => fingerprint)).toEqual(['d240efc3896bf266', 'd240efc3896bf266']);
  });

  it.each([
    { url: 'http://prometheus.example/graph?g0.expr=up', kept: 'http://prometheus.example/graph?g0.expr=up' },
    { url: '', kept: null },
    { url: '/graph', kept: null },
    { url: 'javascript:alert(1)', kept: null },
    { url: `https://example.com/${'x'.repeat(4_000)}`, kept: null },
  ])('keep of the link $url what a page may show', ({ url, kept }) => {
    expect(readPostedAlerts([{ labels, generatorURL: url }], now).signals[0]?.generatorUrl).toBe(kept);
  });

  it('that are wrong are told beside those that are right', () => {
    const { signals, errors } = readPostedAlerts([{ labels: {} }, { labels }, { labels, startsAt: at(minute), endsAt: at(0) }], now);
    expect(signals).toHaveLength(1);
    expect(errors).toEqual(['at least one label pair required', 'start time must be before end time']);
  });
});

describe('labels of posted alerts', () => {
  it.each([
    { pair: ['team', 'x'.repeat(1_024)], error: null },
    { pair: ['team', 'x'.repeat(1_025)], error: 'the value of "team" has more than 1024 characters' },
    { pair: ['n'.repeat(128), 'x'], error: null },
    { pair: ['n'.repeat(129), 'x'], error: 'has more than 128 characters' },
  ] as const)('are refused by name where they are too long ($error)', ({ pair: [name, value], error }) => {
    const { signals, errors } = readPostedAlerts([{ labels: { ...labels, [name]: value } }], now);
    expect(signals).toHaveLength(error === null ? 1 : 0);
    expect(errors).toEqual(error === null ? [] : [expect.stringContaining(error)]);
  });
});

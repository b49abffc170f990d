import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleSettings, type RuleInput } from '@/lib/alerts/rules/schemas';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { append, openTestEngine } from '@/server/metrics/engine/test-engine';
import { callerOf, createCast } from '@/server/test-runtime';
import { backtestRule } from './backtest';
import { previewRule } from './preview';
import { updateThresholds } from './thresholds';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Yesterday at three in the afternoon. */
const now = Math.floor(Date.now() / day) * day - 9 * hour;
let test: TestDatabase;
let metrics: MetricEngine;
let alice: Caller;
let charlie: Caller;

/** Ten days, a sample a minute: busy for half an hour at noon of each day, and on web-2 for five minutes at six. */
beforeAll(async () => {
  test = await createTestDatabase();
  const cast = await createCast(test.database, test.tenants);
  alice = callerOf(cast.alice, permissionsOf('OWNER'), now);
  charlie = callerOf(cast.charlie, permissionsOf('OWNER'), now);
  metrics = await openTestEngine(test, () => now);
  const samplesOf = (valueAt: (intoDay: number, day: number) => number) =>
    Array.from({ length: 10 * 24 * 60 }, (_, index): [number, number] => {
      const timeMs = now - 10 * day + (index + 1) * minute;
      return [timeMs, valueAt(timeMs % day, Math.floor(timeMs / day))];
    });
  const isNoon = (intoDay: number) => intoDay >= 12 * hour && intoDay < 12.5 * hour;
  await append(metrics, alice.tenant, 'busy', { instance: 'web-1' }, samplesOf((intoDay, each) => (isNoon(intoDay) ? 90 + (each % 7) : 10)));
  await append(metrics, alice.tenant, 'busy', { instance: 'web-2' }, samplesOf((intoDay) => (intoDay >= 6 * hour && intoDay < 6 * hour + 5 * minute ? 85 : 10)));
  const manySeries = Array.from({ length: 250 }, (_, index) => index);
  for (const index of manySeries) await append(metrics, alice.tenant, 'many', { instance: `host-${index}` }, [[now - 1_000, index]]);
});
afterAll(async () => {
  await metrics.close();
  await test.drop();
});

const levels: RuleInput['condition'] = { kind: 'levels', query: 'busy', comparison: '>', warning: { threshold: 'cpu', side: 'warning' }, critical: { threshold: 'cpu', side: 'critical' } };
const settings = (changed: Partial<RuleInput> = {}) =>
  RuleSettings.parse({ name: 'Busy', condition: levels, intervalMs: minute, annotations: { summary: '{{ $labels.instance }} at {{ $value }}' }, ...changed });
const promql = (expr: string, changed: Partial<RuleInput> = {}) => settings({ condition: { kind: 'promql', expr, severity: 'warning' }, ...changed });
const url = 'https://nines.example.com';
const preview = (rule: RuleSettings, caller = alice) => previewRule({ database: test.database, metrics, url }, caller, rule);
const backtest = (rule: RuleSettings, window: { from?: number; to?: number } = {}, caller = alice) => backtestRule({ database: test.database, metrics }, caller, { settings: rule, ...window });

describe('the preview of a rule', () => {
  it('shows what fires now, with its texts, the worst first', async () => {
    const found = await preview(promql('many > 246', { labels: { severity: 'info', row: '{{ $labels.instance }}' } }));
    expect(found).toMatchObject({ at: now, total: 3, dataSeries: 250, warnings: [], conditions: [{ severity: 'warning', expr: 'many > 246', level: 246, chartExpr: 'many', holdExpr: null }] });
    expect(found.alerts).toHaveLength(3);
    expect(found.alerts[0]).toMatchObject({ severity: 'info', value: expect.any(Number), labels: { alertname: 'Busy', severity: 'info', instance: 'host-247', row: 'host-247' }, annotations: { summary: 'host-247 at 247' } });
  });

  it('is bounded, and says when a rule would raise a storm', async () => {
    const found = await preview(settings({ condition: { ...levels, query: 'many', warning: -2, critical: 248 } }));
    expect([found.total, found.alerts.length, found.alerts[0]?.severity]).toEqual([251, 200, 'critical']);
    expect(found.warnings).toEqual([expect.stringContaining('251 alerts at once')]);
  });

  it('says when there is no data, and fires for it where the rule says so', async () => {
    expect(await preview(settings({ condition: { ...levels, query: 'no_such_metric' } }))).toMatchObject({ total: 0, dataSeries: 0, warnings: [expect.stringContaining('no data')] });
    expect(await preview(settings({ condition: { ...levels, query: 'no_such_metric' }, noData: 'alert' }))).toMatchObject({ total: 1, alerts: [{ severity: 'critical', value: null }], warnings: [] });
  });

  it('says when two series would be one alert', async () => {
    expect(await preview(promql('many > 247', { labels: { instance: 'one' } }))).toMatchObject({ total: 0, warnings: [expect.stringContaining('the same alert')] });
  });

  it('passes on what PromQL warns of, and says what cannot be evaluated', async () => {
    expect((await preview(promql('rate(busy[5m]) > 1000'))).warnings).toEqual([expect.stringContaining('metric might not be a counter')]);
    await expect(preview(promql('busy + on() many > 1'))).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('many-to-many') });
    await expect(preview(promql('busy >'))).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.settings.condition.expr' }] });
  });

  it('sees nothing of another tenant', async () => {
    expect(await preview(promql('many > 246'), charlie)).toMatchObject({ total: 0, dataSeries: 0 });
  });
});

describe('the backtest of a rule', () => {
  it('draws a grid that ends at the end of the window, so that data younger than a step is seen', async () => {
    const to = now - 7 * minute + 1_234;
    const { chart, dataFrom, notes } = await backtest(promql('busy > 5'), { from: to - 30 * day, to });
    expect(chart.series[0]?.points.at(-1)?.[0]).toBe(to);
    const young = await backtest(promql('many > 5'), { from: now - 30 * day, to: now });
    expect(young.dataFrom).toBe(now);
    expect([...notes, ...young.notes].join()).not.toContain('There is no data');
    expect(dataFrom).not.toBeNull();
  });

  it('tells each occurrence on stored history', async () => {
    const told = await backtest(settings({ forMs: 10 * minute }));
    expect(told).toMatchObject({ to: now, from: now - 30 * day, stepMs: 2 * minute, resolutions: expect.arrayContaining(['raw']), total: told.occurrences.length });
    const noons = told.occurrences.filter(({ severity }) => severity === 'warning');
    expect(noons.length).toBeGreaterThanOrEqual(9);
    for (const { startsAt, firedAt, endsAt, labels, peak } of noons.slice(0, 9)) {
      expect(labels).toEqual({ alertname: 'Busy', instance: 'web-1', severity: 'warning' });
      expect([startsAt % day, firedAt - startsAt, (endsAt ?? 0) - startsAt]).toEqual([12 * hour, 10 * minute, 30 * minute]);
      expect(peak).toBe(90 + (Math.floor(startsAt / day) % 7));
    }
    expect(told.noisiest[0]).toMatchObject({ severity: 'warning', labels: { instance: 'web-1' }, count: noons.length });
    expect(told.bySeverity.find(({ severity }) => severity === 'warning')).toEqual({ severity: 'warning', count: noons.length, totalMs: noons.length * 20 * minute, medianMs: 20 * minute });
    expect(told.notes.join(' ')).toMatch(/Data begins at .* Evaluated every 2m and not every 1m/);
  });

  it('draws the series of the noisiest alerts first, with levels, in at most 400 points', async () => {
    const { chart, dataFrom, noisiest } = await backtest(settings({ condition: { ...levels, warning: 84, critical: null }, forMs: 10 * minute }), { from: now - 9 * day });
    expect(noisiest.map(({ labels }) => labels.instance)).toEqual(['web-1']);
    expect(chart.series.map(({ labels }) => labels.instance)).toEqual(['web-1', 'web-2']);
    expect(chart).toMatchObject({ totalSeries: 2, levels: [{ severity: 'warning', value: 84 }] });
    for (const { points } of chart.series) expect(points.length).toBeLessThanOrEqual(400);
    expect((dataFrom ?? 0) - (now - 9 * day)).toBeLessThan(chart.stepMs);
    expect(dataFrom).toBeGreaterThanOrEqual(now - 9 * day);
  });

  it('keeps what is shorter than `for` out, and holds by hysteresis', async () => {
    const window = { from: now - 2 * day };
    const short = promql('busy{instance="web-2"} > 80', { forMs: 6 * minute });
    expect(await backtest(short, window)).toMatchObject({ total: 0, bySeverity: [] });
    expect(await backtest({ ...short, forMs: 0 }, window)).toMatchObject({ total: 2, occurrences: [{ peak: 85 }, { peak: 85 }] });
    const held = settings({ condition: { ...levels, query: 'busy{instance="web-2"}', critical: null, hysteresis: 75 } });
    expect((await backtest(held, window)).occurrences.every(({ endsAt }) => endsAt === null)).toBe(true);
  });

  it('follows the thresholds of now', async () => {
    await updateThresholds(test, alice, { version: 0, thresholds: { cpu: { warning: 98, critical: 99 } } });
    expect((await backtest(settings(), { from: now - 2 * day })).total).toBe(0);
    await updateThresholds(test, alice, { version: 1, thresholds: {} });
  });

  it('tells missing data where the rule fires for it', async () => {
    const told = await backtest(settings({ condition: { ...levels, query: 'busy{instance="web-1"}', warning: null }, noData: 'alert' }), { from: now - 11 * day });
    const missing = told.occurrences.at(-1);
    expect(missing).toMatchObject({ severity: 'critical', labels: { no_data: 'true' }, startsAt: now - 11 * day, peak: null });
    expect(missing?.endsAt).toBe(now - 10 * day + minute);
  });

  it('lists the newest 500 of a storm, and counts all', async () => {
    // Found for one minute of each hour, which is too seldom to be flapping.
    const told = await backtest(promql('busy * on() group_left() (minute() == bool 30) > 0'), { from: now - 9 * day, to: now - minute });
    expect([told.stepMs, told.total, told.occurrences.length]).toEqual([minute, 2 * 9 * 24, 2 * 9 * 24]);
    const storm = await backtest(promql('busy * on() group_left() (minute() % 20 == bool 5) > 0'), { from: now - 9 * day, to: now - minute });
    expect([storm.total, storm.occurrences.length, storm.notes]).toEqual([2 * 9 * 72, 500, [expect.stringContaining('1296 occurrences in all')]]);
  });

  it('has an end however heavy the expression, with longer steps that it tells', async () => {
    const told = await backtest(promql('many + on() group_left() max(busy) >= 0', { intervalMs: 1_000 }));
    expect(told.stepMs).toBeGreaterThan(minute);
    expect(told.tookMs).toBeLessThan(30_000);
  });

  it('runs once at a time for a tenant', async () => {
    const [first, second] = await Promise.allSettled([backtest(settings()), backtest(settings())]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    const refused = [first, second].find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'too_many_requests' } });
  });

  it('refuses a window that is none, and an expression that cannot be evaluated', async () => {
    await expect(backtest(settings(), { from: now + hour })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.from' }] });
    await expect(backtest(promql('busy + on() many > 1'), { from: now - hour })).rejects.toMatchObject({ code: 'invalid' });
    expect(await backtest(settings(), { from: now - hour }, charlie)).toMatchObject({ total: 0, dataFrom: null, notes: [expect.stringContaining('no data')] });
  });
});

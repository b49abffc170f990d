import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HealthReading } from '@/lib/health/metrics';
import { maxPoints } from '@/lib/health/charts';
import { HealthDashboard, type ChartLineReport } from '@/lib/health/schemas';
import type { HealthSample } from '@/lib/health/sample';
import { thresholdsOf, updateThresholds } from '@/server/alerts/rules/thresholds';
import { createLog } from '@/server/log';
import { appendSamples } from '@/server/metrics/append-samples';
import { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { runtime, setRuntime } from '@/server/runtime';
import { callerOf, healthSample, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { healthDashboard } from './dashboard';
import { createLiveHealth } from './live-health';
import { storedPast } from './restore';

const now = Date.UTC(2026, 0, 5, 3, 0, 0);
const second = 1_000;
const minute = 60 * second;

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(async () => {
  await engine?.close();
  await nines.close();
});

let engine: MetricEngine | null = null;

/** This host's health as of `now`, after these samples and with these stored. */
async function after(live: HealthSample[], stored: HealthSample[] = []): Promise<void> {
  const { tenants, database, connection } = nines;
  await (engine ?? nines.engine).close();
  await database.owner.query('truncate metrics.series, metrics.journal_a, metrics.journal_b, metrics.snapshot_a, metrics.snapshot_b');
  const health = createLiveHealth(tenants.alpha, () => Promise.resolve(healthSample(now)));
  engine = await MetricEngine.open({ pool: database.pool, owner: database.owner, connection, log: createLog('silent'), clock: () => now });
  setRuntime({ ...nines.runtime, health, metrics: engine });
  for (const sample of live) health.accept(sample);
  for (const sample of stored) await appendSamples(engine, tenants.alpha, sample.readings.map((reading) => ({ ...reading, at: sample.at })));
}

const dashboard = (query: Parameters<typeof healthDashboard>[1], person: 'alice' | 'charlie' = 'alice') =>
  healthDashboard(callerOf(nines.cast[person], ['monitoring.read'], now), query);

function lineOf(found: HealthDashboard, key: string): ChartLineReport | undefined {
  return found.charts.flatMap(({ lines }) => lines).find((line) => line.key === key);
}

const known = (line: ChartLineReport | undefined) => line?.values.flatMap((value, index) => (value === null ? [] : [[index, value]]));

describe('the live view', () => {
  it('is what memory holds, at one second a point, with a gap where no tick was', async () => {
    await after([0, 1, 2, 5].map((index) => healthSample(now - (5 - index) * second, { seq: index, cpu: index * 10 })));
    const found = await dashboard({});
    expect(HealthDashboard.parse(found)).toEqual(found);
    expect(found).toMatchObject({ range: 'live', resolution: 'raw', window: { fromMs: now - 5 * minute, toMs: now, stepMs: 1_000 }, frame: { seq: 5 } });
    expect(known(lineOf(found, 'cpu/user'))).toEqual([[295, 0], [296, 10], [297, 20], [300, 50]]);
  });

  it('keeps its five minutes, however often somebody collects between the ticks', async () => {
    const samples = Array.from({ length: 300 * 4 }, (_, index) => healthSample(now - 300 * second + index * 250, { seq: index }));
    await after(samples);
    const values = lineOf(await dashboard({}), 'cpu/user')?.values ?? [];
    expect(values.filter((value) => value !== null).length).toBeGreaterThanOrEqual(299);
  });

  it('goes on after a restart with what was stored', async () => {
    await after([], [10, 9, 8].map((ago) => healthSample(now - ago * second, { cpu: ago })));
    const { health, metrics } = runtime();
    health.restore(await storedPast(metrics, nines.tenants.alpha, 'web-1', now, {}));
    health.accept(healthSample(now, { cpu: 1 }));
    expect(known(lineOf(await dashboard({}), 'cpu/user'))).toEqual([[290, 10], [291, 9], [292, 8], [300, 1]]);
  });
});

describe('a critical time', () => {
  const cpuOf = (found: HealthDashboard) => found.frame.vitals.find(({ id }) => id === 'cpu');

  it('goes on after a restart, since when it began and not since the start', async () => {
    const began = now - 60 * second;
    await after([], Array.from({ length: 40 }, (_, index) => healthSample(began + index * second, { cpu: 99 })));
    const { health, metrics } = runtime();
    health.restore(await storedPast(metrics, nines.tenants.alpha, 'web-1', now, {}));
    health.accept(healthSample(now, { cpu: 99 }));
    const found = await dashboard({});
    expect(found.frame).toMatchObject({ state: 'critical', since: began, sentence: 'CPU is critical.' });
    expect(cpuOf(found)).toMatchObject({ state: 'critical', since: began });
  });

  it('is found anew, and later ticks are dropped, when the clock is set back', async () => {
    await after(Array.from({ length: 20 }, (_, index) => healthSample(now + index * second, { seq: index })));
    const { health } = runtime();
    const back = now - 3_600 * second;
    for (let index = 0; index < 12; index += 1) health.accept(healthSample(back + index * second, { seq: 20 + index, cpu: 99 }));
    const found = await dashboard({});
    expect(cpuOf(found)).toMatchObject({ state: 'critical', since: back });
    expect(health.ticks().map(({ at }) => at)).toEqual(Array.from({ length: 12 }, (_, index) => back + index * second));
  });
});

describe('thresholds that are changed', () => {
  const cpuOf = (found: HealthDashboard) => found.frame.vitals.find(({ id }) => id === 'cpu');
  const levels = { warning: 40, critical: 50 };
  const change = (person: 'alice' | 'charlie', version: number, thresholds: Parameters<typeof updateThresholds>[2]['thresholds']) =>
    updateThresholds({ database: nines.database }, callerOf(nines.cast[person], ['monitoring.write'], now), { version, thresholds });
  const tick = async (at: number) => {
    const { health } = runtime();
    health.judgeBy(await thresholdsOf(nines.database, nines.tenants.alpha));
    health.accept(healthSample(now + at * second, { seq: at, cpu: 60 }));
    return dashboard({});
  };

  it('are told with the next sample, and judge once they held; those of another tenant do neither', async () => {
    await after([healthSample(now, { cpu: 60 })]);
    await change('charlie', 0, { cpu: { warning: 1, critical: 2 } });
    expect(cpuOf(await tick(1))).toMatchObject({ state: 'ok', threshold: { warning: 80, critical: 95 } });
    await change('alice', 0, { cpu: levels });
    expect(cpuOf(await tick(2))).toMatchObject({ state: 'ok', threshold: levels, reason: 'CPU: 60 %, at or above the critical level of 50 %, for less than 10 s.' });
    for (let at = 3; at < 12; at += 1) await tick(at);
    const found = await tick(12);
    expect(HealthDashboard.parse(found)).toEqual(found);
    expect(found.frame).toMatchObject({ state: 'critical', since: now + 2 * second });
    expect(cpuOf(found)).toMatchObject({ state: 'critical', threshold: levels, reason: 'CPU: 60 %, at or above the critical level of 50 %.' });
    await change('alice', 1, {});
    expect(cpuOf(await tick(13))).toMatchObject({ threshold: { warning: 80, critical: 95 } });
  });

  it('judge what was before a restart as well', async () => {
    const began = now - 60 * second;
    await after([], Array.from({ length: 40 }, (_, index) => healthSample(began + index * second, { cpu: 45 })));
    const { health, metrics } = runtime();
    const thresholds = { cpu: levels };
    health.judgeBy(thresholds);
    health.restore(await storedPast(metrics, nines.tenants.alpha, 'web-1', now, thresholds));
    health.accept(healthSample(now, { cpu: 45 }));
    expect(cpuOf(await dashboard({}))).toMatchObject({ state: 'warning', since: began, threshold: levels });
  });
});

describe('a stored window', () => {
  it('is on the grid of its step, with a gap where nothing was stored', async () => {
    const stored = [12, 11, 4].map((ago) => healthSample(now - ago * minute, { cpu: ago }));
    await after([healthSample(now)], stored);
    const found = await dashboard({ range: '15m' });
    expect(HealthDashboard.parse(found)).toEqual(found);
    expect(found).toMatchObject({ range: '15m', resolution: 'raw', window: { fromMs: now - 15 * minute, toMs: now, stepMs: 5_000 } });
    expect(known(lineOf(found, 'cpu/user'))).toEqual([[36, 12], [48, 11], [132, 4]]);
  });

  it('of another host is not shown', async () => {
    const other = healthSample(now - minute);
    await after([healthSample(now)], [{ ...other, readings: other.readings.map((reading) => ({ ...reading, labels: { ...reading.labels, instance: 'web-2' } })) }]);
    expect(lineOf(await dashboard({ range: '15m' }), 'cpu/user')).toBeUndefined();
  });

  it('shows the eight largest lines of a chart and says how many it left out', async () => {
    const extra = mounts(11);
    await after([healthSample(now, { extra })], [healthSample(now - minute, { extra })]);
    for (const range of ['live', '15m'] as const) {
      const chart = (await dashboard({ range })).charts.find(({ id }) => id === 'disk_usage');
      expect(chart?.lines).toHaveLength(8);
      if (range === '15m') expect(chart?.leftOut).toBe(4);
    }
  });

  it('works on a machine with hundreds of cores, mounts and interfaces, and so does a start', async () => {
    const extra = [...cores(256), ...mounts(60), ...interfaces(100)];
    await after([healthSample(now, { extra })], [healthSample(now - minute, { extra })]);
    expect((await dashboard({ range: '15m' })).charts.find(({ id }) => id === 'network_received')?.leftOut).toBe(92);
    expect((await storedPast(runtime().metrics, nines.tenants.alpha, 'web-1', now, {})).ticks).toHaveLength(1);
  });

  const odd: [what: string, query: Parameters<typeof healthDashboard>[1]][] = [
    ['of 400 seconds', { from: now - 400 * second, to: now }],
    ['of 400 seconds off the grid', { from: now - 400 * second + 999, to: now + 999 }],
    ['of ten seconds', { from: now - 10 * second, to: now }],
    ['of 400 days', { from: now - 400 * 86_400_000, to: now }],
    ['of the first days of 1970', { from: 0, to: 10_000 }],
    ['of the far future', { from: 8.64e15 - 86_400_000, to: 8.64e15 }],
    ['of seven days', { range: '7d' }],
  ];
  it.each(odd)('%s has at most 400 points a line, all of them in the window', async (_, query) => {
    await after([healthSample(now)], [healthSample(now - minute)]);
    const { window, charts } = await dashboard(query);
    const points = (window.toMs - window.fromMs) / window.stepMs + 1;
    expect(points).toBeLessThanOrEqual(maxPoints);
    for (const { values } of charts.flatMap(({ lines }) => lines)) expect(values).toHaveLength(points);
  });
});

describe('another tenant', () => {
  it.each(['live', '15m'] as const)('finds no host in range %s', async (range) => {
    await after([healthSample(now)], [healthSample(now - minute)]);
    await expect(dashboard({ range }, 'charlie')).rejects.toMatchObject({ code: 'not_found' });
  });
});

function many(count: number, label: string, ...names: HealthReading['name'][]): HealthReading[] {
  return Array.from({ length: count }, (_, index) => names.map((name) => ({ name, value: index, labels: { [label]: `${label}-${index}`, instance: 'web-1' } }))).flat();
}

const cores = (count: number) => many(count, 'cpu', 'system_cpu_core_usage_percent');
const mounts = (count: number) => many(count, 'mountpoint', 'system_disk_usage_percent', 'system_disk_usage_bytes', 'system_disk_total_bytes', 'system_disk_inodes_usage_percent');
const interfaces = (count: number) =>
  many(
    count, 'interface', 'system_network_received_bytes_per_second', 'system_network_sent_bytes_per_second', 'system_network_bytes_sent_total',
    'system_network_bytes_received_total', 'system_network_packets_sent_total', 'system_network_packets_received_total', 'system_network_errors_total', 'system_network_drops_total',
  );

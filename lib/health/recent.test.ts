import { describe, expect, it } from 'vitest';
import { windowOf } from './ranges';
import { chartsOfTicks, sparklinesOf, type RecentTick } from './recent';
import { vitalIds } from './vitals';

const now = Date.UTC(2026, 0, 5, 3, 0, 0);

function tick(secondsAgo: number, values: Record<string, number>, cpu: number | null = null): RecentTick {
  return { at: now - secondsAgo * 1_000, values, vitals: vitalIds.map((id) => (id === 'cpu' ? cpu : null)) };
}

describe('chartsOfTicks', () => {
  const chartOf = (ticks: RecentTick[], id: string) => chartsOfTicks(ticks, windowOf('live', now)).find((chart) => chart.id === id);

  it('puts each tick into its second and leaves a gap where none was', () => {
    const line = chartOf([tick(300, { 'load/1 min': 3 }), tick(2, { 'load/1 min': 1 }), tick(0, { 'load/1 min': 2 })], 'load')?.lines[0];
    expect(line).toMatchObject({ key: 'load/1 min', label: '1 min' });
    expect(line?.values).toHaveLength(301);
    expect([line?.values[0], line?.values[297], line?.values[298], line?.values[299], line?.values[300]]).toEqual([3, null, 1, null, 2]);
  });

  it('leaves out ticks outside of the window, on both sides', () => {
    expect(chartOf([tick(302, { 'load/1 min': 1 }), tick(-2, { 'load/1 min': 2 })], 'load')?.lines).toEqual([]);
  });

  it('keeps zero a value and a missing line a gap', () => {
    const [user, system] = chartOf([tick(1, { 'cpu/user': 0 }), tick(0, { 'cpu/user': 5, 'cpu/system': 0 })], 'cpu')?.lines ?? [];
    expect(user?.values.slice(-2)).toEqual([0, 5]);
    expect(system?.values.slice(-2)).toEqual([null, 0]);
  });

  it('keeps the order of the lines that a chart names, and at most eight of those it does not', () => {
    expect(chartOf([tick(0, { 'load/15 min': 1, 'load/1 min': 1 })], 'load')?.lines.map(({ label }) => label)).toEqual(['1 min', '15 min']);
    const mounts = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`disk_usage//mnt/${index}`, index]));
    expect(chartOf([tick(0, mounts)], 'disk_usage')).toMatchObject({ leftOut: 3 });
    expect(chartOf([tick(0, mounts)], 'disk_usage')?.lines).toHaveLength(8);
  });

  it('tells a chart from another whose name begins alike', () => {
    expect(chartOf([tick(0, { 'network_received/eth0': 1 })], 'network_sent')?.lines).toEqual([]);
  });
});

describe('sparklinesOf', () => {
  const cpuOf = (ticks: RecentTick[]) => sparklinesOf(ticks, now).find(({ id }) => id === 'cpu');

  it('has sixty means of five seconds, oldest first, for every vital', () => {
    const all = sparklinesOf([], now);
    expect(all.map(({ id }) => id)).toEqual([...vitalIds]);
    expect(all.every(({ values, trend }) => values.length === 60 && values.every((value) => value === null) && trend === null)).toBe(true);
  });

  it('means only what was measured', () => {
    const ticks = [tick(4, {}, null), tick(3, {}, 10), tick(2, {}, 20), tick(0, {}, 60)];
    expect(cpuOf(ticks)?.values.slice(-2)).toEqual([15, 60]);
  });

  const trends: [what: string, ticks: RecentTick[], trend: number | null][] = [
    ['is unknown with nothing before the last minute', [tick(10, {}, 50)], null],
    ['is unknown with nothing in the last minute', [tick(200, {}, 50)], null],
    ['rises', [tick(200, {}, 20), tick(10, {}, 50)], 30],
    ['falls', [tick(200, {}, 20), tick(10, {}, 5)], -15],
    ['weighs five seconds alike, however many ticks are in them', [tick(200, {}, 20), tick(199.5, {}, 20), tick(100, {}, 40), tick(10, {}, 30)], 0],
  ];
  it.each(trends)('%s', (_, ticks, trend) => {
    expect(cpuOf(ticks)?.trend).toBe(trend);
  });
});

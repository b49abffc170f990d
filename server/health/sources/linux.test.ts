import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { createDiskIoSource } from './disk-io';
import { createSystemFixture, tick, valuesOf } from './fixture';
import type { SystemFixture } from './fixture';
import { createSources } from './index';
import { createNetworkSource } from './network';
import type { Source, SourceReadings } from './source';

const serviceStats = { snapshot: () => ({ responseTimeSeconds: { p50: 0.01, p95: 0.02, p99: 0.03 }, activeConnections: 3, errorRatePercent: 0, throughputPerSecond: 9 }) };

async function collectTwice(all: Source[]): Promise<SourceReadings> {
  const sources = all.filter(({ name }) => name !== 'network-latency');
  for (const source of sources) await source.collect(tick(0));
  // The kernel counts CPU time in steps of 10 ms, so some has to be used between the readings.
  const until = performance.now() + 60;
  while (performance.now() < until);
  const second: SourceReadings[] = [];
  for (const source of sources) second.push(await source.collect(tick(1000)));
  for (const source of all) source.close?.();
  return { readings: second.flatMap(({ readings }) => readings), unknown: second.flatMap(({ unknown }) => unknown) };
}

const hasCommand = (path: string) => [`/usr/bin${path}`, `/bin${path}`, `/usr/sbin${path}`].find((candidate) => existsSync(candidate));
const run = (command: string, ...args: string[]) => execFileSync(hasCommand(`/${command}`) ?? command, args, { encoding: 'utf8' });

describe.runIf(process.platform === 'linux')('on this machine', () => {
  test('the sources agree with nproc, free, df and ip', async () => {
    const values = valuesOf(await collectTwice(createSources({ latencyTarget: null, serviceStats })));
    expect(values['system_cpu_cores{}']).toBeLessThanOrEqual(Number(run('nproc', '--all')));
    expect(values['system_cpu_usage_percent{}']).toBeGreaterThanOrEqual(0);
    expect(values['system_cpu_usage_percent{}']).toBeLessThanOrEqual(100);
    const modes = ['user', 'system', 'steal', 'other'].map((mode) => values[`system_cpu_mode_percent{${mode}}`] ?? 0);
    expect(modes.reduce((sum, mode) => sum + mode, 0)).toBeCloseTo(values['system_cpu_usage_percent{}'] ?? -1, 5);
    if (hasCommand('/free') !== undefined) {
      const [, total = NaN] = (/^Mem:\s.*$/m.exec(run('free', '-b'))?.[0] ?? '').split(/\s+/).map(Number);
      expect(values['system_memory_total_bytes{}']).toBeLessThanOrEqual(total);
    }
    const [device = '', type = '', size = '', used = '', inodes = ''] = (run('df', '-B1', '--output=source,fstype,size,used,ipcent', '/').split('\n')[1] ?? '').split(/\s+/);
    const labels = `{/,${device},${type}}`;
    expect(values[`system_disk_total_bytes${labels}`]).toBe(Number(size));
    expect(Math.abs((values[`system_disk_usage_bytes${labels}`] ?? NaN) - Number(used))).toBeLessThan(512 * 1024 * 1024);
    if (inodes !== '-') expect(Math.abs((values[`system_disk_inodes_usage_percent${labels}`] ?? NaN) - Number.parseInt(inodes, 10))).toBeLessThanOrEqual(1.1);
    for (const [name, value] of Object.entries(values)) expect.soft(Number.isFinite(value) && value >= 0, `${name} = ${value}`).toBe(true);
    expect(values[`system_tcp_connections{listen}`]).toBeGreaterThanOrEqual(0);
  });

  test.runIf(hasCommand('/ip'))('interface counters are those of ip -s link', async () => {
    const { readings } = await collectTwice([createNetworkSource({ proc: '/proc', sys: '/sys' })]);
    const received = readings.filter(({ name }) => name === 'system_network_bytes_received_total');
    const links = run('ip', '-s', 'link');
    for (const { labels, value } of received) {
      const bytes = Number(new RegExp(`\\b${labels.interface ?? ''}(?:@\\S+)?:[\\s\\S]*?RX:.*\\n\\s+(\\d+)`).exec(links)?.[1]);
      expect(Math.abs(bytes - value)).toBeLessThan(50_000_000);
    }
  });

  test('the portable sources give the same metrics, but those that no library tells', async () => {
    const linux = await collectTwice(createSources({ latencyTarget: null, serviceStats }));
    const portable = await collectTwice(createSources({ latencyTarget: null, serviceStats, platform: 'darwin' }));
    const names = ({ readings }: SourceReadings) => new Set<string>(readings.map(({ name }) => name));
    const untold = [
      'system_disk_inodes_usage_percent', 'system_disk_busy_percent', 'system_network_packets_sent_total', 'system_network_packets_received_total',
      // Nines' own; the loop that this test blocks may not have been measured yet.
      'nines_event_loop_delay_seconds',
    ];
    const missing = [...names(linux)].filter((name) => !names(portable).has(name) && !untold.includes(name));
    expect(missing).toEqual([]);
    expect([...names(portable)].filter((name) => !names(linux).has(name) && !untold.includes(name))).toEqual([]);
    expect(valuesOf(portable)['system_cpu_cores{}']).toBe(availableParallelism());
    const memory = [linux, portable].map((sample) => valuesOf(sample)['system_memory_total_bytes{}']);
    expect(memory[0]).toBeLessThanOrEqual(memory[1] ?? 0);
  });
});

describe('devices', () => {
  let fixture: SystemFixture | undefined;
  afterEach(() => fixture?.remove());
  const disk = (name: string, sectors: number, busyMs: number) => `8 0 ${name} 1 0 ${sectors} 0 1 0 ${sectors * 2} 0 0 ${busyMs} 0\n`;
  const link = (name: string, bytes: number) => `${name}: ${bytes} 1 0 0 0 0 0 0 ${bytes * 2} 1 0 0 0 0 0 0\n`;

  test('rates of whole physical disks only; one that is pulled or reset gives none, and stops no other', async () => {
    fixture = createSystemFixture({
      'proc/diskstats': disk('sda', 100, 0) + disk('sda1', 100, 0) + disk('sdb', 100, 0) + disk('dm-0', 100, 0) + disk('loop0', 1, 0),
      'sys/block/sda/device/x': '', 'sys/block/sdb/device/x': '', 'sys/block/dm-0/size': '', 'sys/block/loop0/size': '',
    });
    const source = createDiskIoSource(fixture.paths);
    const first = await source.collect(tick(0));
    expect(first.unknown.map(({ source: name }) => name)).toEqual(['disk-io:rates']);
    fixture.write({ 'proc/diskstats': disk('sda', 300, 250) + disk('sda1', 300, 250) + disk('sdb', 50, 0) + disk('dm-0', 300, 9) });
    expect(valuesOf(await source.collect(tick(1000)))).toEqual({
      'system_disk_read_bytes_total{sda}': 153_600, 'system_disk_written_bytes_total{sda}': 307_200,
      'system_disk_read_bytes_per_second{sda}': 102_400, 'system_disk_written_bytes_per_second{sda}': 204_800, 'system_disk_busy_percent{sda}': 25,
      'system_disk_read_bytes_total{sdb}': 25_600, 'system_disk_written_bytes_total{sdb}': 51_200, 'system_disk_busy_percent{sdb}': 0,
    });
    fixture.write({ 'proc/diskstats': disk('sdb', 60, 0) });
    const third = await source.collect(tick(2000));
    expect(third.readings.every(({ labels }) => labels.device === 'sdb')).toBe(true);
    expect(third.unknown).toEqual([]);
  });

  test('a reading on demand does not shorten the window of the next tick', async () => {
    fixture = createSystemFixture({ 'proc/diskstats': disk('sda', 0, 0), 'sys/block/sda/device/x': '' });
    const source = createDiskIoSource(fixture.paths);
    await source.collect(tick(0));
    fixture.write({ 'proc/diskstats': disk('sda', 100, 0) });
    expect(valuesOf(await source.collect(tick(500, true)))['system_disk_read_bytes_per_second{sda}']).toBe(102_400);
    expect(valuesOf(await source.collect(tick(1000)))['system_disk_read_bytes_per_second{sda}']).toBe(51_200);
  });

  test('where there is no physical device, as in a container, the others are shown, but not the loopback', async () => {
    fixture = createSystemFixture({ 'proc/net/dev': link('lo', 5) + link('eth0', 10), 'proc/diskstats': disk('dm-0', 1, 0) + disk('loop0', 1, 0), 'sys/block/dm-0/size': '', 'sys/block/loop0/size': '' });
    const network = await createNetworkSource(fixture.paths).collect(tick(0));
    expect(new Set(network.readings.map(({ labels }) => labels.interface))).toEqual(new Set(['eth0']));
    const disks = await createDiskIoSource(fixture.paths).collect(tick(0));
    expect(new Set(disks.readings.map(({ labels }) => labels.device))).toEqual(new Set(['dm-0']));
  });

  test('physical interfaces hide bridges and veths, and what is beyond 64 is said to be left out', async () => {
    const names = Array.from({ length: 70 }, (_, index) => `eth${index}`);
    fixture = createSystemFixture({
      'proc/net/dev': ['lo', 'docker0', 'veth1', ...names].map((name) => link(name, 1)).join(''),
      ...Object.fromEntries(names.map((name) => [`sys/class/net/${name}/device/x`, ''])),
    });
    const { readings, unknown } = await createNetworkSource(fixture.paths).collect(tick(0));
    expect(new Set(readings.map(({ labels }) => labels.interface)).size).toBe(64);
    expect(unknown[0]).toEqual({ source: 'network:interfaces', reason: 'Only 64 of 70 are read; left out: eth64, eth65, eth66, eth67, eth68 and 1 more.' });
  });
});

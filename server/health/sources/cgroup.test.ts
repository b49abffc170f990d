import { afterEach, describe, expect, test } from 'vitest';
import { openCgroup } from './cgroup';
import { createCpuSource } from './cpu';
import { createSystemFixture, tick, valuesOf } from './fixture';
import type { SystemFixture } from './fixture';
import { createMemorySource } from './memory';

let fixture: SystemFixture | undefined;
afterEach(() => {
  fixture?.remove();
  fixture = undefined;
});

const machine = {
  'proc/stat': 'cpu  0 0 0 0 0 0 0 0 0 0\n' + Array.from({ length: 8 }, (_, core) => `cpu${core} 0 0 0 0 0 0 0 0 0 0\n`).join(''),
  'proc/loadavg': '1.00 2.00 3.00 1/2 3\n',
  'proc/meminfo': 'MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nSwapTotal: 1024 kB\nSwapFree: 0 kB\n',
};
const version2 = {
  ...machine,
  'proc/self/cgroup': '0::/kubepods/pod1\n',
  'proc/self/mountinfo': '31 23 0:27 / {root}/cg ro - cgroup2 cgroup rw\n',
  'cg/kubepods/pod1/cpu.max': 'max 100000\n',
  'cg/kubepods/cpu.max': '150000 100000\n',
  'cg/kubepods/cpu.stat': 'usage_usec 1000000\nuser_usec 600000\nsystem_usec 400000\n',
  'cg/kubepods/pod1/memory.max': '1073741824\n',
  'cg/kubepods/pod1/memory.current': '600000000\n',
  'cg/kubepods/pod1/memory.stat': 'anon 300000000\nfile 250000000\ninactive_file 100000000\nslab_reclaimable 5000000\n',
  'cg/kubepods/pod1/memory.swap.current': '4096\n',
  'cg/kubepods/pod1/memory.swap.max': '0\n',
  'cg/kubepods/memory.max': 'max\n',
};

function open(files: Record<string, string>) {
  fixture = createSystemFixture(files);
  const cgroup = openCgroup(fixture.paths);
  return { write: fixture.write, cpu: createCpuSource(fixture.paths, cgroup), memory: createMemorySource(fixture.paths, cgroup) };
}

describe('version 2', () => {
  test('a quota of any level above is the truth about CPU', async () => {
    const { write, cpu } = open(version2);
    const first = await cpu.collect(tick(0));
    expect(first.unknown).toEqual([{ source: 'cpu:usage', reason: expect.stringContaining('two readings') }]);
    expect(valuesOf(first)['system_cpu_cores{}']).toBe(1.5);
    write({ 'cg/kubepods/cpu.stat': 'usage_usec 1750000\nuser_usec 1200000\nsystem_usec 550000\n' });
    const { readings, unknown } = await cpu.collect(tick(1000));
    expect(unknown).toEqual([]);
    expect(valuesOf({ readings, unknown })).toEqual({
      'system_load1{}': 1, 'system_load5{}': 2, 'system_load15{}': 3, 'system_cpu_cores{}': 1.5,
      'system_cpu_usage_percent{}': 50, 'system_cpu_mode_percent{user}': 40, 'system_cpu_mode_percent{system}': 10,
    });
  });

  test('memory in use is that of the cgroup with the tightest limit, less inactive page cache', async () => {
    expect(valuesOf(await open(version2).memory.collect(tick(0)))).toEqual({
      'system_memory_usage_bytes{}': 500_000_000, 'system_memory_total_bytes{}': 1_073_741_824, 'system_memory_cached_bytes{}': 255_000_000,
      'system_swap_usage_bytes{}': 4096, 'system_swap_total_bytes{}': 0, 'system_memory_usage_percent{}': expect.closeTo(46.566, 2),
    });
  });

  test.each([
    ['a limit above the host', { 'cg/kubepods/pod1/memory.max': '99999999999999\n', 'cg/kubepods/cpu.max': '1600000 100000\n' }],
    ['no limit', { 'cg/kubepods/pod1/memory.max': 'max\n', 'cg/kubepods/cpu.max': 'max 100000\n' }],
    ['no cgroup at all', { 'proc/self/cgroup': '' }],
  ])('with %s the host is the truth', async (_, files) => {
    const { cpu, memory } = open({ ...version2, ...files });
    expect(valuesOf(await memory.collect(tick(0)))['system_memory_total_bytes{}']).toBe(8388608 * 1024);
    expect(valuesOf(await cpu.collect(tick(0)))['system_cpu_cores{}']).toBe(8);
  });
});

test('version 1 in docker: limits and usage come from the mounted part of each hierarchy', async () => {
  const { write, cpu, memory } = open({
    ...machine,
    'proc/self/cgroup': '4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n',
    'proc/self/mountinfo':
      '32 31 0:29 /docker/abc {root}/cg/cpu ro - cgroup cgroup rw,cpu,cpuacct\n35 31 0:32 /docker/abc {root}/cg/memory ro - cgroup cgroup rw,memory\n',
    'cg/cpu/cpu.cfs_quota_us': '200000\n', 'cg/cpu/cpu.cfs_period_us': '100000\n',
    'cg/cpu/cpuacct.usage': '1000000000\n', 'cg/cpu/cpuacct.stat': 'user 50\nsystem 50\n',
    'cg/memory/memory.limit_in_bytes': '536870912\n', 'cg/memory/memory.usage_in_bytes': '400000000\n',
    'cg/memory/memory.stat': 'total_inactive_file 100000000\ntotal_cache 150000000\ntotal_swap 0\nhierarchical_memsw_limit 9223372036854771712\n',
  });
  await cpu.collect(tick(0));
  write({ 'cg/cpu/cpuacct.usage': '2000000000\n', 'cg/cpu/cpuacct.stat': 'user 130\nsystem 70\n' });
  expect(valuesOf(await cpu.collect(tick(1000)))).toMatchObject({
    'system_cpu_cores{}': 2, 'system_cpu_usage_percent{}': 50, 'system_cpu_mode_percent{user}': 40, 'system_cpu_mode_percent{system}': 10,
  });
  expect(valuesOf(await memory.collect(tick(0)))).toMatchObject({
    'system_memory_total_bytes{}': 536_870_912, 'system_memory_usage_bytes{}': 300_000_000, 'system_swap_total_bytes{}': 1024 * 1024,
  });
});

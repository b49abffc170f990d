import { describe, expect, test } from 'vitest';
import { parseByteLimit, parseCfsQuota, parseCpuMax, parseKeyed, parseSelfCgroup, placeCgroup } from './cgroup';
import { parseMountinfo } from './mountinfo';

const unified = '31 23 0:27 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate\n';
const hybrid = `32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
`;
const dockerV1 = '35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n';

const place = (controller: string, memberships: string, mounts: string) =>
  placeCgroup(controller, parseSelfCgroup(memberships), parseMountinfo(mounts));

describe('placeCgroup', () => {
  test.each([
    ['version 2 on a host: every level up', 'memory', '0::/system.slice/nines.service\n', unified, 2, '/sys/fs/cgroup', ['/system.slice/nines.service', '/system.slice', '']],
    ['version 2 in a container with its own namespace', 'memory', '0::/\n', unified, 2, '/sys/fs/cgroup', ['']],
    ['version 2 out of the visible tree', 'memory', '0::/../../other\n', unified, 2, '/sys/fs/cgroup', ['']],
    ['version 1, nested', 'memory', '4:memory:/process_api/61c4\n1:cpu,cpuacct:/\n0::/\n', hybrid, 1, '/sys/fs/cgroup/memory', ['/process_api/61c4', '/process_api', '']],
    ['version 1, a controller that shares its hierarchy', 'cpuacct', '1:cpu,cpuacct:/x\n0::/\n', hybrid, 1, '/sys/fs/cgroup/cpu,cpuacct', ['/x', '']],
    ['version 1 in docker, where the mount is its own part of the tree', 'memory', '4:memory:/docker/abc\n', dockerV1, 1, '/sys/fs/cgroup/memory', ['']],
    ['version 1 in docker, nested', 'memory', '4:memory:/docker/abc/inner\n', dockerV1, 1, '/sys/fs/cgroup/memory', ['/inner', '']],
    ['version 1, a sibling with the same beginning', 'memory', '4:memory:/docker/abcdef\n', dockerV1, 1, '/sys/fs/cgroup/memory', ['']],
    ['a path with a colon', 'memory', '0::/a:b\n', unified, 2, '/sys/fs/cgroup', ['/a:b', '']],
  ] as const)('%s', (_, controller, memberships, mounts, version, mountpoint, relativePaths) => {
    expect(place(controller, memberships, mounts)).toEqual({ version, mountpoint, relativePaths });
  });

  test('is null without a mounted hierarchy', () => {
    expect(place('memory', '0::/\n', '22 27 0:21 / /proc rw - proc proc rw\n')).toBeNull();
    expect(place('memory', '', unified)).toBeNull();
  });
});

test.each<[string, number | null]>([['150000 100000\n', 1.5], ['max 100000\n', null], ['50000 100000', 0.5], ['', null], ['0 0', null]])('cpu.max %j', (text, cores) => {
  expect(parseCpuMax(text)).toBe(cores);
});

test('a cfs quota of -1 is none', () => {
  expect(parseCfsQuota('-1\n', '100000\n')).toBeNull();
  expect(parseCfsQuota('200000\n', '100000\n')).toBe(2);
});

test.each<[string, number | null]>([['max\n', null], ['536870912\n', 536870912], ['', null]])('memory.max %j', (text, bytes) => {
  expect(parseByteLimit(text)).toBe(bytes);
});

test('keyed files become numbers by key', () => {
  expect(Object.fromEntries(parseKeyed('usage_usec 2000\nuser_usec 1500\nbad x\n\n'))).toEqual({ usage_usec: 2000, user_usec: 1500 });
});

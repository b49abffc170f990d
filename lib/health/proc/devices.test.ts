import { describe, expect, test } from 'vitest';
import { isIgnoredDevice, isPartitionName, parseDiskstats } from './diskstats';
import { parseNetDev } from './net-dev';
import { parseDefaultGateway } from './route';

describe('parseDiskstats', () => {
  test('counts sectors of 512 bytes, and takes kernels with and without discards and flushes', () => {
    const text = ` 254       0 vda 32960 9047 1754138 10699 28170 66656 5066448 20595 0 9424 32343 8327 59 321032 841 3698 207
   8       1 sda1 1 2 3 4 5 6 7 8 9 10 11
   8       2 short 1 2 3
   8       3 junk a b c d e f g h i j k
`;
    const devices = parseDiskstats(text);
    expect([...devices.keys()]).toEqual(['vda', 'sda1']);
    expect(devices.get('vda')).toEqual({ readBytes: 1754138 * 512, writtenBytes: 5066448 * 512, busyMs: 9424 });
    expect(devices.get('sda1')).toEqual({ readBytes: 3 * 512, writtenBytes: 7 * 512, busyMs: 10 });
  });

  test('tells partitions from disks by name', () => {
    const names = ['sda', 'sda1', 'vdb12', 'xvdf', 'nvme0n1', 'nvme0n1p2', 'mmcblk0', 'mmcblk0p1', 'md0', 'md127p1', 'dm-3'];
    expect(names.filter(isPartitionName)).toEqual(['sda1', 'vdb12', 'nvme0n1p2', 'mmcblk0p1', 'md127p1']);
  });

  test('ignores devices that are no disks', () => {
    expect(['loop0', 'ram1', 'zram0', 'sr0', 'fd0', 'sda', 'dm-0'].filter(isIgnoredDevice)).toEqual(['loop0', 'ram1', 'zram0', 'sr0', 'fd0']);
  });
});

describe('parseNetDev', () => {
  const heading = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;

  test('adds errors and drops of both directions', () => {
    const text = `${heading}  eth0: 866288531   22646    1    2    0     0          0         0  1477942   13020    3    4    0     0       0          0\n`;
    expect(parseNetDev(text).get('eth0')).toEqual({
      receivedBytes: 866288531, receivedPackets: 22646, sentBytes: 1477942, sentPackets: 13020, errors: 4, drops: 6,
    });
  });

  test('takes counters glued to the name, aliases, and leaves out what is cut short', () => {
    const text = `${heading}eth1:5 1 0 0 0 0 0 0 6 1 0 0 0 0 0 0\neth0:1: 7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0\n bad: 1 2 3\n`;
    expect([...parseNetDev(text)].map(([name, { receivedBytes }]) => [name, receivedBytes])).toEqual([['eth1', 5], ['eth0:1', 7]]);
  });
});

describe('parseDefaultGateway', () => {
  const heading = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

  test.each<[string, string, string | null]>([
    ['little-endian hex', 'eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n', '192.0.2.1'],
    ['the lowest metric', 'a\t00000000\t0100000A\t3\t0\t0\t600\t00000000\t0\t0\t0\nb\t00000000\t0200000A\t3\t0\t0\t100\t00000000\t0\t0\t0\n', '10.0.0.2'],
    ['no default route', 'eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n', null],
    ['a default route without a gateway', 'ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n', null],
    ['only the heading', '', null],
  ])('%s', (_, lines, expected) => {
    expect(parseDefaultGateway(heading + lines)).toBe(expected);
  });
});

import { afterEach, expect, test } from 'vitest';
import { createDiskSource, spaceReadings } from './disk';
import { createSystemFixture, tick, valuesOf } from './fixture';
import type { SystemFixture } from './fixture';
import type { Space } from './statfs-lanes';

const space: Space = { bsize: 4096, blocks: 1000, bfree: 500, bavail: 400, files: 200, ffree: 150 };
const mount = { mountpoint: '/data', source: '/dev/sdb', fstype: 'xfs' };
let fixture: SystemFixture | undefined;
afterEach(() => fixture?.remove());

test('the used share is that of df: reserved blocks count on neither side', () => {
  expect(spaceReadings(mount, space).map(({ value }) => value)).toEqual([500 * 4096, 1000 * 4096, (500 / 900) * 100, 25]);
  expect(spaceReadings(mount, { ...space, files: 0 }).length).toBe(3);
  expect(spaceReadings(mount, { ...space, blocks: 0 })).toEqual([]);
});

test('mounts that hang are unknown, keep at most two threads, are not asked twice, and come back', async () => {
  fixture = createSystemFixture({
    'proc/self/mountinfo': '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n' + ['a', 'b', 'c', 'd'].map((name, index) => `2 1 0:${50 + index} / /nfs/${name} rw - nfs4 nas:/${name} rw\n`).join(''),
  });
  const asked: string[] = [];
  const hung = new Map<string, () => void>();
  let isDead = true;
  const source = createDiskSource(fixture.paths, {
    timeoutMs: 20,
    statfs: (path) => {
      asked.push(path);
      return isDead && path.startsWith('/nfs') ? new Promise((resolve) => hung.set(path, () => resolve(space))) : Promise.resolve(space);
    },
  });
  const first = await source.collect(tick(0));
  expect(valuesOf(first)['system_disk_total_bytes{/,/dev/sda1,ext4}']).toBe(4_096_000);
  expect(asked.sort()).toEqual(['/', '/nfs/a', '/nfs/b']);
  expect(first.unknown.map(({ source: name }) => name)).toEqual(['disk:/nfs/a', 'disk:/nfs/b', 'disk:/nfs/c', 'disk:/nfs/d']);
  expect(first.unknown[0]?.reason).toBe('statfs of /nfs/a did not answer within 20 ms. Check its server or disk.');
  expect(first.unknown[2]?.reason).toBe('Was not asked: statfs of /nfs/a, /nfs/b took too long.');
  const second = await source.collect(tick(1000));
  expect(asked.filter((path) => path !== '/')).toEqual(['/nfs/a', '/nfs/b']);
  expect(second.unknown.length).toBe(4);
  isDead = false;
  for (const answer of hung.values()) answer();
  await Promise.resolve();
  const third = await source.collect(tick(2000));
  expect(third.unknown).toEqual([]);
  expect(third.readings.length).toBe(20);
});

test('a mount that fails is unknown with the reason of the system, and the others are shown', async () => {
  fixture = createSystemFixture({ 'proc/self/mountinfo': '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /no/such rw - xfs /dev/sdb1 rw\n' });
  const { readings, unknown } = await createDiskSource(fixture.paths).collect(tick(0));
  expect(unknown).toEqual([{ source: 'disk:/no/such', reason: expect.stringContaining('ENOENT') }]);
  expect(readings.length).toBeGreaterThan(0);
});

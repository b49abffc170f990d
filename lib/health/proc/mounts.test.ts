import { describe, expect, test } from 'vitest';
import { parseMountinfo, unescapeOctal } from './mountinfo';
import { isRemoteMount, watchedMounts } from './mounts';

const host = `22 27 0:21 / /proc rw,relatime - proc proc rw
24 27 0:6 / /dev rw,relatime - devtmpfs devtmpfs rw,size=12334492k
25 24 0:23 / /dev/shm rw,relatime - tmpfs tmpfs rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
40 27 254:16 / /srv/my\\040data rw,relatime shared:2 master:3 - xfs /dev/vdb rw
41 27 254:0 /var/lib/x /opt/bind rw,relatime - ext4 /dev/vda rw
42 27 0:50 / /mnt/nas rw,relatime - nfs4 nas:/export rw,vers=4.2
43 27 7:3 / /snap/core/1 ro,relatime - squashfs /dev/loop3 ro
44 27 0:61 / /var/lib/docker/overlay2/ab/merged rw - overlay overlay rw,lowerdir=/a
45 27 0:44 / /home/u/ssh rw - fuse.sshfs u@host:/ rw
46 27 0:45 / /run/user/0/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
`;

const container = `600 500 0:90 / / rw,relatime - overlay overlay rw,lowerdir=/l,upperdir=/u
601 600 0:91 / /proc rw - proc proc rw
602 600 8:1 /docker/hosts /etc/hosts rw - ext4 /dev/sda1 rw
603 600 8:1 /docker/resolv /etc/resolv.conf rw - ext4 /dev/sda1 rw
604 600 8:1 /volumes/pg /var/lib/postgresql rw - ext4 /dev/sda1 rw
605 600 0:92 / /sys/fs/cgroup ro - cgroup2 cgroup rw
`;

const mountpoints = (text: string) => watchedMounts(parseMountinfo(text)).map(({ mountpoint }) => mountpoint);

describe('parseMountinfo', () => {
  test('reads any number of optional fields, and unescapes', () => {
    const mount = parseMountinfo(host).find(({ source }) => source === '/dev/vdb');
    expect(mount).toEqual({ deviceId: '254:16', root: '/', mountpoint: '/srv/my data', fstype: 'xfs', source: '/dev/vdb', superOptions: ['rw'] });
  });

  test.each([[''], ['22 27 0:21 / /proc rw'], ['nonsense'], ['1 2 3 - ext4 x rw']])('leaves out %j', (text) => {
    expect(parseMountinfo(text)).toEqual([]);
  });

  test.each([
    ['a\\040b', 'a b'],
    ['tab\\011', 'tab\t'],
    ['line\\012', 'line\n'],
    ['back\\134slash', 'back\\slash'],
    ['hash\\043', 'hash#'],
    ['\\134040', '\\040'],
    ['Größe', 'Größe'],
  ])('unescapes %s', (field, expected) => {
    expect(unescapeOctal(field)).toBe(expected);
  });
});

describe('watchedMounts', () => {
  test('keeps real filesystems once each, at their shortest mountpoint', () => {
    expect(mountpoints(host)).toEqual(['/', '/home/u/ssh', '/mnt/nas', '/srv/my data']);
  });

  test('keeps the root overlay of a container, and not the files that the engine injects', () => {
    expect(mountpoints(container)).toEqual(['/', '/var/lib/postgresql']);
  });

  test('shows only the upper of two mounts on one directory', () => {
    const text = '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /data rw - ext4 /dev/sda2 rw\n3 1 8:3 / /data rw - xfs /dev/sda3 rw\n';
    expect(watchedMounts(parseMountinfo(text)).map(({ source }) => source)).toEqual(['/dev/sda1', '/dev/sda3']);
  });

  test('tells which mounts may stop answering', () => {
    const remote = watchedMounts(parseMountinfo(host)).filter(isRemoteMount);
    expect(remote.map(({ mountpoint }) => mountpoint)).toEqual(['/home/u/ssh', '/mnt/nas']);
  });
});

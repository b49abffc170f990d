import type { Mount } from './mountinfo';

/** Filesystems that hold no files of their own on a disk, or that are images which are always full. */
const pseudoFilesystems = new Set(
  (
    'anon_inodefs autofs bdev binder binfmt_misc bpf cgroup cgroup2 configfs cpuset cramfs debugfs devfs devpts devtmpfs efivarfs erofs ' +
    'fuse.gvfsd-fuse fuse.lxcfs fuse.portal fuse.snapfuse fusectl hugetlbfs iso9660 mqueue none nfsd nsfs overlay overlayfs aufs pipefs ' +
    'proc pstore ramfs resctrl rootfs rpc_pipefs securityfs selinuxfs smackfs sockfs squashfs swap sysfs tmpfs tracefs udf'
  ).split(' '),
);

/** A container's root is worth watching even when it lives on one of these. */
const rootFilesystems = new Set(['overlay', 'overlayfs', 'aufs', 'tmpfs', 'squashfs', 'erofs']);

/** Single files that container engines mount from the host. */
const injectedFiles = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/dev/termination-log', '/run/.containerenv']);

/**
 * The mounts whose space an operator watches: real filesystems, each once, at its shortest mountpoint (a bind mount shows the same space
 * again), and the root whatever it is. Of mounts on the same directory only the last is visible.
 */
export function watchedMounts(mounts: readonly Mount[]): Mount[] {
  const visible = new Map<string, Mount>();
  for (const mount of mounts) visible.set(mount.mountpoint, mount);
  const byDevice = new Map<string, Mount>();
  for (const mount of visible.values()) {
    if (!isWatched(mount)) continue;
    const kept = byDevice.get(mount.deviceId);
    if (kept === undefined || mount.mountpoint.length < kept.mountpoint.length) byDevice.set(mount.deviceId, mount);
  }
  return [...byDevice.values()].sort((a, b) => (a.mountpoint < b.mountpoint ? -1 : 1));
}

/** True when the filesystem is served by another machine or process, which may stop answering. */
export function isRemoteMount(mount: Mount): boolean {
  return /^(nfs\d?|cifs|smb\d?|smbfs|ceph|fuse|fuse\..*|fuseblk|9p|afs|virtiofs|glusterfs|lustre|beegfs|gpfs|ocfs2|gfs2|davfs|ncpfs)$/.test(
    mount.fstype,
  );
}

function isWatched(mount: Mount): boolean {
  if (mount.mountpoint === '/') return !pseudoFilesystems.has(mount.fstype) || rootFilesystems.has(mount.fstype);
  return !pseudoFilesystems.has(mount.fstype) && !injectedFiles.has(mount.mountpoint);
}

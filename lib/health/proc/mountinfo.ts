import { linesOf } from './fields';

/** One line of /proc/self/mountinfo, unescaped. */
export interface Mount {
  /** `major:minor` of the filesystem: the same for every bind mount of it. */
  deviceId: string;
  /** The directory inside the filesystem that is mounted. */
  root: string;
  mountpoint: string;
  fstype: string;
  /** What was mounted: `/dev/vda1`, `server:/export`, `overlay`. */
  source: string;
  superOptions: string[];
}

/** Parses /proc/self/mountinfo (proc_pid_mountinfo(5)) in mount order; a malformed line is left out. */
export function parseMountinfo(text: string): Mount[] {
  return linesOf(text).flatMap((line) => {
    const [left = '', right = ''] = splitAtSeparator(line);
    const [, , deviceId, root, mountpoint] = left.split(' ');
    const [fstype, source, superOptions] = right.split(' ');
    if (deviceId === undefined || root === undefined || mountpoint === undefined || !fstype || source === undefined) return [];
    return [
      {
        deviceId,
        root: unescapeOctal(root),
        mountpoint: unescapeOctal(mountpoint),
        fstype,
        source: unescapeOctal(source),
        superOptions: (superOptions ?? '').split(','),
      },
    ];
  });
}

/** The kernel writes space, tab, newline, backslash and # as a backslash and three octal digits. */
export function unescapeOctal(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

// A lone hyphen ends the optional fields, of which there may be none or many.
function splitAtSeparator(line: string): [string, string] | [] {
  const at = line.indexOf(' - ');
  return at === -1 ? [] : [line.slice(0, at), line.slice(at + 3)];
}

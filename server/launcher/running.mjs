import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A second start would be refused anyway; here it is before a build takes the files from under the running server. */
export function refuseWhenRunning(root) {
  const dataDir = path.resolve(root, process.env.DATA_DIR || '.data');
  let holder;
  try {
    holder = JSON.parse(readFileSync(path.join(dataDir, 'nines.lock'), 'utf8'));
  } catch {
    return;
  }
  if (!isAlive(holder.pid, holder.processStart)) return;
  const address = holder.url === undefined ? '' : `, ${holder.url}`;
  throw new Error(
    `Nines is already running on ${dataDir}: process ${holder.pid}, started ${holder.startedAt}${address}. Stop it first (kill ${holder.pid}), or set DATA_DIR to another directory.`,
  );
}

/** True while the process that had this pid and start time runs. */
export function isAlive(pid, start) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === undefined || start === undefined || now === start;
}

/** The start time in clock ticks since boot (proc(5), stat field 22); undefined without /proc. A zombie counts as ended. */
export function startOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** True while the process exists and is not a zombie: a dead child that nobody reaped still answers kill(pid, 0). */
export async function isProcessAlive(pid: number): Promise<boolean> {
  if (!hasPid(pid)) return false;
  const fields = await statFields(pid);
  return fields === undefined || !['Z', 'X'].includes(fields[0] ?? '');
}

/**
 * What tells a process from a later one with the same pid: its start time in clock ticks since boot (proc(5), stat field 22), or
 * the date that ps prints where there is no /proc. Undefined when the process does not exist.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (!hasPid(pid)) return undefined;
  const fields = await statFields(pid);
  if (fields !== undefined) return fields[19];
  return (await psColumn(pid, 'lstart')) || undefined;
}

/** One column of ps for one process, or an empty string. */
export async function psColumn(pid: number, column: string): Promise<string> {
  return run('ps', ['-p', String(pid), '-o', `${column}=`]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/** Sends a signal; a process that is gone already is not an error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Polls until the condition holds; false when timeoutMs passed first. */
export async function waitUntil(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= endMs) return false;
    await sleep(20);
  }
}

function hasPid(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The fields of /proc/<pid>/stat from the third (state) on; the second, the name, may itself hold spaces and brackets. */
async function statFields(pid: number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

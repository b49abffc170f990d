import { linkSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, startOf } from './running.mjs';

/** Waits until no other build works on the tree. What a killed build left running is ended first. */
export async function lockBuild(root, output) {
  const file = path.join(root, 'dist', 'build.lock');
  const own = { pid: process.pid, start: startOf(process.pid) };
  mkdirSync(path.dirname(file), { recursive: true });
  for (let hasSaid = false; !claim(file, own); ) {
    const holder = read(file);
    if (holder !== undefined && isAlive(holder.pid, holder.start)) {
      if (!hasSaid) output.write(`Waiting for another build of Nines (process ${holder.pid}) ...\n`);
      hasSaid = true;
      await sleep(200);
    } else {
      endLeftover(root, holder?.child);
      rmSync(file, { force: true });
    }
  }
  return {
    setChild: (child) => replace(file, { ...own, child }),
    release: () => rmSync(file, { force: true }),
  };
}

function claim(file, content) {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(content));
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function replace(file, content) {
  writeFileSync(`${file}.tmp`, JSON.stringify(content));
  renameSync(`${file}.tmp`, file);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Only a process that works in this tree is the build's: the pid may be another program's by now. */
function endLeftover(root, pid) {
  if (pid === undefined) return;
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) === root) process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone, or this system cannot tell: Next's own lock then speaks.
  }
}

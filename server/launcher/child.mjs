import { spawn } from 'node:child_process';

const shownLines = 80;

/**
 * Runs a Node program of the build to its end, in a process group of its own. Its output is shown when it fails, or all along
 * with --verbose. SIGINT and SIGTERM end the whole group and then this process.
 */
export async function runChild(title, args, env, { root, output, isVerbose, lock }) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', isVerbose ? 'inherit' : 'pipe', isVerbose ? 'inherit' : 'pipe'],
    detached: process.platform !== 'win32',
  });
  lock.setChild(child.pid);
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => printed.push(chunk));
  const endForwarding = endGroupOnSignal(child, lock, output);
  try {
    const [code, signal] = await new Promise((resolve, reject) => {
      child.on('error', reject).on('close', (...result) => resolve(result));
    });
    if (code === 0) return;
    const text = Buffer.concat(printed).toString('utf8').trimEnd().split('\n').slice(-shownLines).join('\n');
    throw new Error(`${text}\n${failure(title, code, signal)}`.trim());
  } finally {
    endForwarding();
    lock.setChild(undefined);
  }
}

function failure(title, code, signal) {
  if (signal === 'SIGKILL') return `${title} did not build: the build was killed, perhaps because memory ran out. It needs about 1.5 GB.`;
  return `${title} did not build (${signal ?? `exit code ${code}`}). What went wrong is printed above.`;
}

function endGroupOnSignal(child, lock, output) {
  const handlers = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  const listeners = Object.entries(handlers).map(([signal, exitCode]) => [signal, () => endGroup(child, lock, output, exitCode)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

function endGroup(child, lock, output, exitCode) {
  const kill = (signal) => {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const finish = () => {
    kill('SIGKILL');
    lock.release();
    output.write('interrupted\n');
    process.exit(exitCode);
  };
  kill('SIGTERM');
  child.once('close', finish);
  setTimeout(finish, 3_000).unref();
}

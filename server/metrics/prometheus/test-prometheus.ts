import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface TestPrometheus {
  url: string;
  stop(): Promise<void>;
}

/** The program of Prometheus on this machine's PATH; null when it is not installed. */
export function findPrometheus(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, 'prometheus');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return null;
}

/** A Prometheus of its own that takes remote writes, with its storage in a temporary folder. */
export async function startPrometheus(program: string): Promise<TestPrometheus> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'nines-prometheus-'));
  const config = path.join(folder, 'prometheus.yml');
  await writeFile(config, 'global: {}\n');
  const url = `http://127.0.0.1:${await freePort()}`;
  const process = spawn(program, [
    `--config.file=${config}`, `--storage.tsdb.path=${path.join(folder, 'data')}`, '--storage.tsdb.retention.time=100y', '--web.enable-remote-write-receiver',
    `--web.listen-address=${new URL(url).host}`, '--query.timeout=5s', '--log.level=error',
  ], { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await ended(process);
    await rm(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const isReady = await fetch(`${url}/-/ready`).then(({ ok }) => ok, () => false);
    if (isReady) return { url, stop };
    if (process.exitCode !== null) break;
    await sleep(50);
  }
  await stop();
  throw new Error('Prometheus did not become ready.');
}

function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    process.once('exit', () => resolve());
    process.kill('SIGKILL');
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

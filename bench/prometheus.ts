import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, residentBytes, treeOf } from './process-tree';

const program = process.env.PROMETHEUS ?? 'prometheus';

export interface RunningPrometheus {
  url: URL;
  /** Seconds from the command until /-/ready says so. */
  readySeconds: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
  residentBytes(): number;
  cpuSeconds(): number;
}

/** The version of the Prometheus that is on the path; null without one. */
export function prometheusVersion(): string | null {
  try {
    return /version (\S+)/.exec(execFileSync(program, ['--version'], { stdio: ['ignore', 'pipe', 'pipe'] }).toString())?.[1] ?? 'unknown';
  } catch {
    return null;
  }
}

export function scratchPrometheusDir(): { dir: string; remove(): void } {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'prometheus-bench-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Starts a Prometheus that takes remote write, keeps its data in a directory, scrapes nothing and evaluates the rules of a file, where one is given. */
export async function startPrometheus(dir: string, ruleFile?: string): Promise<RunningPrometheus> {
  const port = await freePort();
  const config = path.join(dir, 'prometheus.yml');
  writeFileSync(config, `global: {evaluation_interval: 1m}\n${ruleFile === undefined ? '' : `rule_files: [${JSON.stringify(ruleFile)}]\n`}`);
  const options = [`--config.file=${config}`, `--storage.tsdb.path=${path.join(dir, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--web.enable-remote-write-receiver', '--log.level=error'];
  const startedAt = performance.now();
  const child = spawn(program, options, { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = new URL(`http://127.0.0.1:${port}`);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  while (!(await isReady(url))) {
    if (child.exitCode !== null || performance.now() - startedAt > 120_000) {
      await end('SIGKILL');
      throw new Error('Prometheus did not get ready.');
    }
    await sleep(20);
  }
  const readySeconds = (performance.now() - startedAt) / 1000;
  const tree = () => treeOf(child.pid ?? 0);
  return {
    url,
    readySeconds,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    residentBytes: () => residentBytes(tree()),
    cpuSeconds: () => cpuSeconds(tree()),
  };
}

/** Bytes a sample of the blocks at rest (chunks, index and all), and how many samples they hold. */
export function blocksAtRest(dir: string): { samples: number; bytesPerSample: number } {
  const data = path.join(dir, 'data');
  const blocks = readdirSync(data).filter((name) => /^[0-9A-Z]{26}$/.test(name));
  let samples = 0;
  let bytes = 0;
  for (const block of blocks) {
    const meta = JSON.parse(readFileSync(path.join(data, block, 'meta.json'), 'utf8')) as { stats: { numSamples: number } };
    samples += meta.stats.numSamples;
    bytes += sizeOf(path.join(data, block));
  }
  return { samples, bytesPerSample: bytes / samples };
}

function sizeOf(place: string): number {
  const stat = statSync(place);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(place).reduce((sum, name) => sum + sizeOf(path.join(place, name)), 0);
}

async function isReady(url: URL): Promise<boolean> {
  const answer = await fetch(new URL('/-/ready', url), { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port is free.'))));
    });
  });
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SeriesData } from '@/lib/promql/source';

/** A real Prometheus with an empty configuration, in a directory of its own. */
export interface RunningPrometheus {
  url: string;
  write(series: readonly SeriesData[]): Promise<void>;
  query(kind: 'query' | 'query_range', parameters: Record<string, string>): Promise<PrometheusAnswer>;
  stop(): Promise<void>;
}

export interface PrometheusAnswer {
  status: 'success' | 'error';
  error?: string;
  data?: { resultType: 'scalar' | 'string' | 'vector' | 'matrix'; result: unknown };
}

/** Debian's package, or another version by its path. */
const program = process.env.PROMETHEUS ?? 'prometheus';

export async function startPrometheus(): Promise<RunningPrometheus> {
  const dir = mkdtempSync(path.join(tmpdir(), 'promql-differential-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(path.join(dir, 'prometheus.yml'), 'global: {evaluation_interval: 1m}\n');
  const child = spawn(
    program,
    [
      `--config.file=${path.join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${path.join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.retention.time=100y',
      '--web.enable-remote-write-receiver',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await untilReady(url, child);
  return {
    url,
    write: (series) => write(url, series),
    query: async (kind, parameters) => {
      const response = await fetch(`${url}/api/v1/${kind}`, { method: 'POST', body: new URLSearchParams(parameters), signal: AbortSignal.timeout(30_000) });
      return (await response.json()) as PrometheusAnswer;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port is free.'))));
    });
  });
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended with code ${child.exitCode}.`);
    const response = await fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Prometheus was not ready in time.');
}

/** Remote write 1.0, in slices of time: a head block does not take samples far behind its newest. */
async function write(url: string, series: readonly SeriesData[]): Promise<void> {
  const first = Math.min(...series.map(({ times }) => times[0] ?? Infinity));
  const last = Math.max(...series.map(({ times }) => times.at(-1) ?? -Infinity));
  for (let from = first; from <= last; from += 600_000) {
    const body = snappy(Buffer.concat(series.map((each) => timeSeries(each, from, from + 600_000))));
    const response = await fetch(`${url}/api/v1/write`, { method: 'POST', body: new Uint8Array(body), headers: { 'content-encoding': 'snappy' } });
    if (!response.ok) throw new Error(`Prometheus refused the data: ${await response.text()}`);
  }
}

function timeSeries({ labels, times, values }: SeriesData, fromMs: number, toMs: number): Buffer {
  const samples: Buffer[] = [];
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  for (const [index, timeMs] of times.entries()) {
    if (timeMs < fromMs || timeMs >= toMs) continue;
    const value = bytes.subarray(index * 8, index * 8 + 8);
    samples.push(field(2, Buffer.concat([Buffer.from([0x09]), value, Buffer.from([0x10]), varint(BigInt(timeMs))])));
  }
  if (samples.length === 0) return Buffer.alloc(0);
  const pairs: Buffer[] = [];
  for (let index = 0; index < labels.length; index += 2) {
    pairs.push(field(1, Buffer.concat([field(1, Buffer.from(labels[index] ?? '')), field(2, Buffer.from(labels[index + 1] ?? ''))])));
  }
  return field(1, Buffer.concat([...pairs, ...samples]));
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(BigInt(content.length)), content]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** A snappy block of literals alone. */
function snappy(content: Buffer): Buffer {
  const parts = [varint(BigInt(content.length))];
  for (let from = 0; from < content.length; from += 65_536) {
    const piece = content.subarray(from, from + 65_536);
    parts.push(Buffer.from([61 << 2, (piece.length - 1) & 255, (piece.length - 1) >> 8]), piece);
  }
  return Buffer.concat(parts);
}

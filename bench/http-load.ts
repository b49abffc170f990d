import net from 'node:net';
import { quantile } from './latencies';

export interface HttpLoad {
  requestsPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  failed: number;
}

/** Sends one request over and over on kept connections, one at a time on each, for a bounded time. */
export async function measureHttp(url: URL, request: { method: string; path: string; headers: Record<string, string>; body?: string }, options: { connections: number; durationMs: number }): Promise<HttpLoad> {
  const body = request.body ?? '';
  const headers = { host: url.host, ...request.headers, ...(body ? { 'content-length': String(Buffer.byteLength(body)) } : {}) };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const bytes = Buffer.from(`${request.method} ${request.path} HTTP/1.1\r\n${head}\r\n${body}`);
  const latencies: number[] = [];
  let failed = 0;
  const endAt = performance.now() + options.durationMs;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: options.connections }, () =>
      drive(url, bytes, endAt, (ms, ok) => {
        latencies.push(ms);
        if (!ok) failed += 1;
      }),
    ),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    requestsPerSecond: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    p99Ms: quantile(latencies, 0.99),
    failed,
  };
}

async function drive(url: URL, bytes: Buffer, endAt: number, done: (ms: number, ok: boolean) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = net.connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    let sentAt = 0;
    let rest = Buffer.alloc(0);
    const send = () => {
      sentAt = performance.now();
      socket.write(bytes);
    };
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const headEnd = rest.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = rest.toString('latin1', 0, headEnd);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (rest.length < headEnd + 4 + length) return;
      done(performance.now() - sentAt, head.startsWith('HTTP/1.1 200'));
      rest = Buffer.alloc(0);
      if (performance.now() < endAt) send();
      else socket.end();
    });
  });
}

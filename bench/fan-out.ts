import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { quantile } from './latencies';

export interface FanOut {
  sockets: number;
  frames: number;
  p50Ms: number;
  p99Ms: number;
  /** Frames that a socket did not get between its first and its last. */
  lost: number;
}

/** Watches with many sockets from a process of their own, so that they cost the server nothing but their connections. */
export async function measureFanOut(url: URL, cookie: string, sockets: number, seconds: number): Promise<FanOut> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ['--import', 'tsx', script, url.href, cookie, String(sockets), String(seconds)], {
    cwd: path.resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  return JSON.parse(output) as FanOut;
}

async function watch(url: string, cookie: string, count: number, seconds: number): Promise<FanOut> {
  const address = `${url.replace('http', 'ws')}socket.io/?EIO=4&transport=websocket`;
  const latencies: number[] = [];
  const seen: { first: number; last: number; frames: number }[] = [];
  let measuring = false;
  const open = () =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(address, { headers: { cookie }, perMessageDeflate: false });
      const own = { first: 0, last: 0, frames: 0 };
      seen.push(own);
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        const kind = data.toString('latin1', 0, 2);
        if (kind.startsWith('0')) return socket.send('40');
        if (kind.startsWith('2')) return socket.send('3');
        if (kind === '40') return resolve(socket);
        if (kind !== '42' || !measuring) return;
        const start = data.toString('latin1', 0, 80);
        latencies.push(Date.now() - Number(/"at":(\d+)/.exec(start)?.[1]));
        const seq = Number(/"seq":(\d+)/.exec(start)?.[1]);
        own.first ||= seq;
        own.last = seq;
        own.frames += 1;
      });
    });
  const sockets: WebSocket[] = [];
  for (let opened = 0; opened < count; opened += 100) sockets.push(...(await Promise.all(Array.from({ length: Math.min(100, count - opened) }, open))));
  measuring = true;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  measuring = false;
  for (const socket of sockets) socket.terminate();
  const lost = seen.reduce((sum, { first, last, frames }) => sum + (frames === 0 ? seconds : last - first + 1 - frames), 0);
  return { sockets: count, frames: latencies.length, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99), lost };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , url = '', cookie = '', sockets = '0', seconds = '0'] = process.argv;
  process.stdout.write(JSON.stringify(await watch(url, cookie, Number(sockets), Number(seconds))));
  process.exit(0);
}

// Runs in a process of its own (drill-targets.ts starts it): what holds up the test holds up no target.
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Time } from './drill-times';

export type TargetName = 'page' | 'port' | 'hanging';

export interface Order {
  id: number;
  what: 'stop' | 'start' | 'tell';
  name: TargetName;
}

export interface Done {
  /** Of the order; 0 once, when all targets listen. */
  id: number;
  /** From before what was ordered until it was done. */
  took: Time;
  ports: Record<TargetName, number>;
  /** When this process itself was held up. */
  stalls: Time[];
}

interface Target {
  readonly port: number;
  /** Resolves when connections are refused, and those that were open have ended. */
  stop(): Promise<void>;
  /** Resolves when it answers again, on the same port. */
  start(): Promise<void>;
}

const tickMs = 50;
/** Who is called so much later than due was held up. */
const stalledMs = 100;

await serve();

async function serve(): Promise<void> {
  const stalls = watchStalls();
  const targets: Record<TargetName, Target> = {
    page: await listening(http.createServer((_request, response) => void response.end('fine'))),
    port: await listening(net.createServer((socket) => void socket.on('error', () => undefined).end())),
    hanging: await startHangingPage(),
  };
  const ports = { page: targets.page.port, port: targets.port.port, hanging: targets.hanging.port };
  const obey = async ({ id, what, name }: Order) => {
    const fromMs = Date.now();
    if (what !== 'tell') await targets[name][what]();
    process.send?.({ id, took: { fromMs, toMs: Date.now() }, ports, stalls } satisfies Done);
  };
  process.on('message', (order: Order) => void obey(order));
  process.once('disconnect', () => process.exit(0));
  await obey({ id: 0, what: 'tell', name: 'page' });
}

/** Grows while it runs. */
function watchStalls(): Time[] {
  const stalls: Time[] = [];
  let lastMs = Date.now();
  setInterval(() => {
    const nowMs = Date.now();
    if (nowMs - lastMs > tickMs + stalledMs) stalls.push({ fromMs: lastMs, toMs: nowMs });
    lastMs = nowMs;
  }, tickMs);
  return stalls;
}

/** A web page that, stopped, still takes requests, and never answers them. */
async function startHangingPage(): Promise<Target> {
  let isHanging = false;
  const { port } = await listening(http.createServer((_request, response) => void (isHanging || response.end('fine'))));
  const hang = (wanted: boolean) => () => {
    isHanging = wanted;
    return Promise.resolve();
  };
  return { port, stop: hang(true), start: hang(false) };
}

/** What is there or refuses connections. */
async function listening(server: http.Server | net.Server): Promise<Target> {
  const open = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return { port, stop, start: () => listen(port) };
}

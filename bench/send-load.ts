import { quantile } from './latencies';
import type { Answers, Command } from './load/commands';
import { HttpConnection } from './load/connection';
import { prepareBodies, type PreparedBodies } from './load/write-bodies';

const writeHeaders = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' };

let prepared: PreparedBodies = { lanes: [], samples: 0, sum: 0, bytes: 0 };

async function obey(command: Command): Promise<Answers[Command['kind']]> {
  switch (command.kind) {
    case 'prepare': {
      prepared = prepareBodies(command.plan, command.lanes);
      const { samples, sum, bytes } = prepared;
      return { samples, sum, bytes };
    }
    case 'write':
      return write(command);
    case 'query':
      return query(command);
  }
}

async function write({ target, inStep }: Extract<Command, { kind: 'write' }>): Promise<Answers['write']> {
  const { lanes } = prepared;
  const latencies: number[] = [];
  const connections = await Promise.all(lanes.map(() => HttpConnection.open(target)));
  const send = async (lane: number, from: number, to: number) => {
    for (const body of lanes[lane]?.slice(from, to) ?? []) {
      const sentMs = performance.now();
      const reply = await connections[lane]?.post('/api/v1/write', writeHeaders, body);
      if (reply?.status !== 204) throw new Error(`A write was answered ${reply?.status}: ${reply?.body.toString('utf8', 0, 500)}`);
      latencies.push(performance.now() - sentMs);
    }
  };
  const all = (from: number, to: number) => Promise.all(lanes.map((_, lane) => send(lane, from, to)));
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const longest = Math.max(...lanes.map((bodies) => bodies.length));
  const stride = inStep ? 1 : longest;
  for (let from = 0; from < longest; from += stride) await all(from, from + stride);
  const seconds = (performance.now() - startedMs) / 1000;
  const cpuSeconds = cpuSince(cpu);
  for (const connection of connections) connection.close();
  return { seconds, cpuSeconds, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}

async function query({ target, path, warmUp, count }: Extract<Command, { kind: 'query' }>): Promise<Answers['query']> {
  const connection = await HttpConnection.open(target);
  const latencies: number[] = [];
  let body = '';
  let cpu = process.cpuUsage();
  for (let index = -warmUp; index < count; index += 1) {
    if (index === 0) cpu = process.cpuUsage();
    const sentMs = performance.now();
    const reply = await connection.get(path);
    if (index >= 0) latencies.push(performance.now() - sentMs);
    if (reply.status !== 200) throw new Error(`${path} was answered ${reply.status}: ${reply.body.toString('utf8', 0, 500)}`);
    if (index === count - 1) body = reply.body.toString();
  }
  connection.close();
  return { p50Ms: quantile(latencies, 0.5), p95Ms: quantile(latencies, 0.95), cpuSeconds: cpuSince(cpu), body };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

process.on('message', (command: Command) => {
  obey(command).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

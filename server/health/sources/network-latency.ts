import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { AppError, messageOf } from '@/lib/errors';
import { parseDefaultGateway } from '@/lib/health/proc/route';
import type { Source } from './source';
import { measureConnect } from './tcp-connect';

const timeoutMs = 900;
/** A connect ends before this; only a lookup takes longer. */
const staleAfterMs = 1_900;
const resolveAgainAfterMs = 60_000;
const findGatewayAgainAfterMs = 10_000;
const gatewayPorts = [53, 80, 443] as const;
const advice = 'Set LATENCY_TARGET to host:port.';

interface Target {
  host: string;
  port: number;
}

type Result = { target: string; seconds: number } | { reason: string };
/** One attempt, of one connect. */
type Probe = (monotonicMs: number, signal: AbortSignal) => Promise<Result>;

export interface NetworkLatencyOptions {
  /** `host:port` (`[::1]:443` for IPv6), or null for the default gateway. */
  target: string | null;
  /** /proc/net/route, or null where there is none. */
  routePath: string | null;
}

/**
 * The time of one TCP connect. A tick reports the connect that the tick before it began, and begins the next: so a slow network never
 * delays a sample, and no two connects overlap. A configured target must accept. Without one the default gateway is tried on
 * ports 53, 80 and 443, and there a refusal is an answer too: a reset comes back after one round trip.
 * Throws AppError('invalid') for a target that is not host:port.
 */
export function createNetworkLatencySource({ target, routePath }: NetworkLatencyOptions): Source {
  const probe = target === null ? gatewayProbe(routePath) : targetProbe(parseTarget(target), target);
  const stopped = new AbortController();
  let begunMs: number | null = null;
  let result: Result = { reason: 'The first connect is under way. The next tick has it.' };
  const begin = (monotonicMs: number) => {
    begunMs = monotonicMs;
    const finish = (latest: Result) => {
      begunMs = null;
      result = latest;
    };
    probe(monotonicMs, stopped.signal).then(finish, (error: unknown) => finish({ reason: noAnswer(messageOf(error)) }));
  };
  return {
    name: 'network-latency',
    collect({ monotonicMs, isOnDemand }) {
      const reported = result;
      if (begunMs === null) {
        if (!isOnDemand) begin(monotonicMs);
      } else if (monotonicMs - begunMs > staleAfterMs) {
        throw new Error(noAnswer(`looking up its address has taken ${Math.round((monotonicMs - begunMs) / 1000)} s`));
      }
      if ('reason' in reported) throw new Error(reported.reason);
      const { target: label, seconds } = reported;
      return { readings: [{ name: 'system_network_latency_seconds', labels: { target: label }, value: seconds }], unknown: [] };
    },
    close: () => stopped.abort(),
  };
}

/** Parses `host:port`; an IPv6 address stands in brackets. */
export function parseTarget(target: string): Target {
  const match = /^(?:\[([0-9a-f:.%]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(target);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new AppError('invalid', `LATENCY_TARGET is ${JSON.stringify(target)}; write host:port, such as 192.0.2.1:443 or [2001:db8::1]:443.`);
  }
  return { host, port };
}

// Names are resolved apart from the connect: the lookup is no part of the latency, and a slow resolver would hold a thread every second.
function targetProbe({ host, port }: Target, label: string): Probe {
  let resolved: { monotonicMs: number; addresses: string[] } | null = null;
  return async (monotonicMs, signal) => {
    if (resolved === null || monotonicMs - resolved.monotonicMs >= resolveAgainAfterMs) {
      resolved = { monotonicMs, addresses: await addressesOf(host) };
    }
    const [address = host, ...others] = resolved.addresses;
    const outcome = await measureConnect(address, port, timeoutMs, signal);
    if (outcome.kind === 'connected') return { target: label, seconds: outcome.seconds };
    // The next attempt goes to the host's next address.
    resolved.addresses = [...others, address];
    return { reason: noAnswer(outcome.reason) };
  };
}

async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

// One port a tick, until one answers; when none does, the round begins again after a while.
function gatewayProbe(routePath: string | null): Probe {
  let port: (typeof gatewayPorts)[number] = gatewayPorts[0];
  let idleUntilMs = -Infinity;
  let reason = '';
  return async (monotonicMs, signal) => {
    if (monotonicMs < idleUntilMs) return { reason };
    const gateway = readGateway(routePath);
    if (gateway === null) return { reason: `No latency target is configured, and there is no default gateway. ${advice}` };
    const outcome = await measureConnect(gateway, port, timeoutMs, signal);
    if (outcome.kind !== 'failed') return { target: `${gateway}:${port}`, seconds: outcome.seconds };
    reason = noAnswer(outcome.reason);
    const next = gatewayPorts[gatewayPorts.indexOf(port) + 1];
    port = next ?? gatewayPorts[0];
    if (next === undefined) idleUntilMs = monotonicMs + findGatewayAgainAfterMs;
    return { reason };
  };
}

function readGateway(routePath: string | null): string | null {
  if (routePath === null) return null;
  try {
    return parseDefaultGateway(readFileSync(routePath, 'utf8'));
  } catch {
    return null;
  }
}

function noAnswer(reason: string): string {
  return `No latency target answers: ${reason}. ${advice}`;
}

import type { ProbeResult } from '@/lib/checks/schemas';
import { dnsProbe } from './dns';
import { httpProbe } from './http';
import { pingProbe } from './ping';
import { postgresProbe } from './postgres';
import type { Probe, ProbeInput } from './probe';
import { promqlProbe } from './promql';
import { redisProbe } from './redis';
import { redactResult } from './redact-result';
import { failedResult, storableResult } from './result';
import { tcpProbe } from './tcp';
import { tlsProbe } from './tls';

/** One line a kind; a heartbeat has none, because nobody is asked. */
const probes: readonly Probe[] = [httpProbe, tcpProbe, tlsProbe, dnsProbe, pingProbe, postgresProbe, redisProbe, promqlProbe].map(generally);

/** A probe that was told to end has this long to say how far it came. */
const graceMs = 100;

/** Null for a kind that does not probe, or that there is not. */
export function probeOf(kind: string): Probe | null {
  return probes.find((probe) => probe.kind === kind) ?? null;
}

/**
 * Runs the probe of a kind and always answers in time: a probe that is still busy after `timeoutMs` is told to end, and left alone if it does not. The
 * answer means nothing once `input.signal` was aborted by the caller. Rejects only for a defect of Nines, and with AppError
 * `unavailable` for what Nines lacks at this moment (its metrics, a program): then nothing is known of the target.
 */
export async function runProbe(kind: string, input: ProbeInput): Promise<ProbeResult> {
  const probe = probeOf(kind);
  if (!probe) return failedResult(`There is nothing to probe for a check of the kind ${kind}.`);
  const startedMs = performance.now();
  const ending = new AbortController();
  let isConnected = false;
  const end = () => ending.abort('ended');
  const cut = cutOff(ending.signal, () => failedResult(`No answer within ${input.timeoutMs / 1_000} s.`, { durationMs: performance.now() - startedMs, isNetworkError: !isConnected }));
  const timer = setTimeout(end, input.timeoutMs);
  input.signal.addEventListener('abort', end, { once: true });
  if (input.signal.aborted) end();
  try {
    const running = probe.run({ ...input, signal: ending.signal, onConnected: () => (isConnected = true) });
    return storableResult(redactResult(await Promise.race([running, cut.result]), input.secrets));
  } finally {
    clearTimeout(timer);
    cut.forget();
    input.signal.removeEventListener('abort', end);
    end();
  }
}

function cutOff(signal: AbortSignal, answer: () => ProbeResult): { result: Promise<ProbeResult>; forget: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const result = new Promise<ProbeResult>((resolve) => {
    signal.addEventListener('abort', () => (timer = setTimeout(() => resolve(answer()), graceMs)), { once: true });
  });
  return { result, forget: () => clearTimeout(timer) };
}

/** A probe takes its own settings only; who calls it parses them by the schema of the kind first. */
function generally(probe: { kind: string }): Probe {
  return probe as Probe;
}

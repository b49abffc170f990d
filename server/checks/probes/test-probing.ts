import { ProbeResult } from '@/lib/checks/schemas';
import { checkKindOf } from '@/lib/checks/kinds/registry';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { checkedLookup } from './checked-lookup';
import type { ProbeServices } from './probe';
import { runProbe } from './registry';

/** Names under example.com are on this machine. */
export const testServices: ProbeServices = {
  lookup: (host) => (host.endsWith('.example.com') ? Promise.resolve([{ address: '127.0.0.1', family: 4 }]) : checkedLookup(host)),
  // Nothing of these kinds asks the metrics.
  store: {} as MetricStore,
  tenant: { id: '00000000-0000-4000-8000-000000000001' } as ProbeServices['tenant'],
};

/** Parses as the API does, runs as the scheduler does, and proves that the result is one that can be kept and sent. */
export async function probe(kind: string, settings: unknown, { secrets = {}, timeoutMs = 5_000, nowMs = Date.UTC(2026, 5, 1) }: { secrets?: Record<string, string>; timeoutMs?: number; nowMs?: number } = {}): Promise<ProbeResult> {
  const known = checkKindOf(kind);
  if (!known) throw new Error(`no kind ${kind}`);
  const result = await runProbe(kind, { settings: known.settings.parse(settings), secrets: known.secrets.parse(secrets), timeoutMs, nowMs, signal: new AbortController().signal, services: testServices });
  return ProbeResult.parse(result);
}

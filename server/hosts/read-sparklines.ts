import { hostCatalogue } from '@/lib/hosts/catalogue';
import { matchersOfHosts, scopeOf } from '@/lib/hosts/expression';
import { hostKeyOf, parseHostKey } from '@/lib/hosts/host-key';
import { identityOf } from '@/lib/hosts/identify';
import type { HostSummary } from '@/lib/hosts/schemas';
import { hostSources, type HostIdentity } from '@/lib/hosts/source';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { answered } from './answered';
import { inTurns } from './in-turns';

const stepMs = 30_000;
const points = 31;
const timeoutMs = 10_000;

type Sparklines = NonNullable<HostSummary['sparklines']>;

/** The hosts with the last 15 minutes of CPU and memory, on a grid of 30 s; a missing value is null. Throws what the store throws. */
export async function withSparklines(store: MetricStore, tenant: TenantRef, hosts: readonly HostSummary[], nowMs: number): Promise<HostSummary[]> {
  const found = new Map<string, Sparklines>(hosts.map(({ key }) => [key, { cpu: empty(), memory: empty() }]));
  const endMs = Math.floor(nowMs / stepMs) * stepMs;
  const startMs = endMs - (points - 1) * stepMs;
  const asked = hostSources.flatMap((name) => {
    const identities = hosts.filter(({ source }) => source === name).map(({ key }) => parseHostKey(key)).filter((each): each is HostIdentity => each !== null);
    return identities.length === 0 ? [] : (['cpu', 'memory'] as const).map((vital) => ({ source: hostCatalogue[name], identities, vital }));
  });
  await inTurns(asked, async ({ source, identities, vital }) => {
    const from = source.vitals[vital];
    if (from.expr === null) return;
    const expr = from.expr(scopeOf(source, matchersOfHosts(source, identities), stepMs));
    const { result } = await answered(store.queryRange(tenant, { expr, startMs, endMs, stepMs, timeoutMs }));
    if (result.type !== 'matrix') return;
    for (const { labels, times, values } of result.series) {
      const line = found.get(hostKeyOf(identityOf(source, labels)))?.[vital];
      if (!line) continue;
      times.forEach((timeMs, index) => {
        const value = values[index];
        if (value !== undefined && Number.isFinite(value)) line[Math.round((timeMs - startMs) / stepMs)] = Number(value.toPrecision(4));
      });
    }
  });
  return hosts.map((host) => ({ ...host, sparklines: found.get(host.key) ?? null }));
}

function empty(): (number | null)[] {
  return new Array<number | null>(points).fill(null);
}

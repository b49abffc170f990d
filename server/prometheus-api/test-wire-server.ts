import type { AddressInfo } from 'node:net';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Permission } from '@/lib/auth/permissions';
import { createByteBudget } from '@/server/http/byte-budget';
import { openHttpServer } from '@/server/http/http-server';
import { createListener } from '@/server/http/listener';
import { createRouteTable } from '@/server/http/route-table';
import { createWireTable } from '@/server/http/wire';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createIngestApi } from './ingest-api';
import { heldBodyBytes } from './ingest-limits';
import type { PrometheusApiOptions } from './options';
import { createPrometheusApi } from './prometheus-api';

export interface WireServer {
  nines: TestRuntime;
  origin: string;
  /** Headers with a key of Alpha (or of another tenant) that has these scopes. */
  as(scopes: Permission[], tenant?: 'alpha' | 'beta'): Promise<Record<string, string>>;
  /** Open ones. */
  connections(): number;
  close(): Promise<void>;
}

/** The wire protocols over a store, behind the real listener and the real authentication; beside another such server when its runtime is given. */
export async function startWireServer(store: MetricStore, options: Partial<PrometheusApiOptions> = {}, shared?: TestRuntime, heldBytes = heldBodyBytes): Promise<WireServer> {
  const nines = shared ?? (await startTestRuntime());
  const { config, log, requests } = nines.runtime;
  const http = await openHttpServer('127.0.0.1', 0);
  const wires = createWireTable({
    protocols: [createPrometheusApi({ store, log, version: '1.2.3', startedAtMs: 0, ...options }), createIngestApi({ store, log })],
    budget: createByteBudget(heldBytes),
  });
  const pages = async (_: unknown, answer: { end(text: string): void }) => answer.end('a page');
  http.serve(createListener({ config, log, requests, routes: createRouteTable({}), operations: {}, wires, pages }));
  return {
    nines,
    origin: `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`,
    as: async (scopes, tenant = 'alpha') => ({ authorization: `Bearer ${await nines.keyOf(nines.tenants[tenant], ...scopes)}` }),
    connections: () => http.connections(),
    close: async () => {
      http.server.closeAllConnections();
      await http.drain();
      if (!shared) await nines.close();
    },
  };
}

import type { MetricStore } from '@/lib/metrics/metric-store';
import type { WireProtocol } from '@/server/http/wire';
import type { Log } from '@/server/log';
import { createImport } from './import-exposition';
import { createTextFailure } from './ingest-failure';
import { createOtlpMetrics } from './otlp-metrics';
import { createRemoteWrite } from './remote-write';

/** The doors for samples: Prometheus remote write, OTLP metrics, and text. */
export function createIngestApi({ store, log }: { store: MetricStore; log: Log }): WireProtocol {
  return {
    endpoints: [createRemoteWrite({ store, log }), createImport({ store, log }), ...createOtlpMetrics({ store, log })],
    failure: createTextFailure(log),
  };
}

import { ninesSource } from './nines-source';
import { nodeExporterSource } from './node-exporter-source';
import { otlpSource } from './otlp-source';
import type { HostSource, HostSourceName } from './source';

/** Every kind of host that Nines knows; a further one is a file and a line here. */
export const hostCatalogue: Readonly<Record<HostSourceName, HostSource>> = {
  nines: ninesSource,
  node_exporter: nodeExporterSource,
  otlp: otlpSource,
};

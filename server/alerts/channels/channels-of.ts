import type { Database } from '@/server/database/database';
import type { Runtime } from '@/server/runtime';
import { createTransportParts } from './send';
import type { TransportParts } from './transport';

/** What the verbs of channels work with. */
export interface Channels extends TransportParts {
  database: Database;
}

const made = new WeakMap<Runtime, Channels>();

/** Those of a running Nines, once. */
export function channelsOf(runtime: Runtime): Channels {
  const known = made.get(runtime);
  if (known) return known;
  const { database, scrape, config, log } = runtime;
  const channels = createTransportParts({ database, sealer: scrape.sealer, allowPrivate: config.outgoingAllowPrivate, log });
  made.set(runtime, channels);
  return channels;
}

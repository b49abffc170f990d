import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';

/** What the verbs of checks work with. */
export interface CheckVerbs {
  database: Database;
  sealer: Sealer;
  /** Where services reach Nines, for the addresses of heartbeats. */
  url: string;
}

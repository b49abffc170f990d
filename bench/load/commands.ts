import type { HttpTarget } from './connection';
import type { SeriesPlan } from './series-plan';

/** What the generator is told, one command at a time. */
export type Command =
  | { kind: 'prepare'; plan: SeriesPlan; lanes: number }
  /** Sends the prepared bodies, as many lanes at once as were prepared; in step: no lane begins its next body before all have sent theirs. */
  | { kind: 'write'; target: HttpTarget; inStep: boolean }
  /** Asks one thing over and over on one connection. */
  | { kind: 'query'; target: HttpTarget; path: string; warmUp: number; count: number };

interface Prepared {
  samples: number;
  sum: number;
  bytes: number;
}

interface Written {
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  /** Of the generator itself. */
  cpuSeconds: number;
}

interface Queried {
  p50Ms: number;
  p95Ms: number;
  cpuSeconds: number;
  /** The last answer. */
  body: string;
}

export interface Answers {
  prepare: Prepared;
  write: Written;
  query: Queried;
}

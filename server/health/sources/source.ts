import type { HealthReading } from '@/lib/health/metrics';
import type { UnknownSource } from '@/lib/health/sample';

export interface SourceTick {
  /** Milliseconds since 1970. */
  at: number;
  /** A clock that never jumps; rates are taken over it. */
  monotonicMs: number;
  /** A reading between two ticks: it is compared with the last tick and not remembered. */
  isOnDemand: boolean;
}

export interface SourceReadings {
  readings: HealthReading[];
  /** Parts that could not be read, named `source:part`; a throw makes the whole source unknown. */
  unknown: UnknownSource[];
}

/** One part of the system, read once a tick. */
export interface Source {
  /** Lower case, without a colon. */
  readonly name: string;
  /** Throws with a sentence that says why the part cannot be read. Never called again while a call is pending. */
  collect(tick: SourceTick): SourceReadings | Promise<SourceReadings>;
  /** Frees what the source holds; called once. */
  close?(): void;
}

/** Where the kernel's files are; an agent in a container may have the host's mounted elsewhere. */
export interface SystemPaths {
  proc: string;
  sys: string;
}

export const hostPaths: SystemPaths = { proc: '/proc', sys: '/sys' };

/** Why a rate is unknown after the first reading. */
export const firstReadingReason = 'A rate needs two readings, and this was the first. The next tick has it.';

/** The first `limit` of `all`, and what to say about the rest. */
export function bounded<T>(all: readonly T[], limit: number, source: string, nameOf: (item: T) => string): { kept: T[]; unknown: UnknownSource[] } {
  const left = all.slice(limit);
  if (left.length === 0) return { kept: [...all], unknown: [] };
  const names = left.slice(0, 5).map(nameOf).join(', ');
  const more = left.length > 5 ? ` and ${left.length - 5} more` : '';
  return { kept: all.slice(0, limit), unknown: [{ source, reason: `Only ${limit} of ${all.length} are read; left out: ${names}${more}.` }] };
}

import type { LookupAddress } from 'node:dns';
import type { ProbeResult } from '@/lib/checks/schemas';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';

/**
 * All addresses of a host name, or the address itself where it is written as one (IPv6 with or without brackets). Rejects with a ProbeFailure if there
 * is none, or if any is forbidden. Who connects takes an address of the answer, and never the name again.
 */
export type CheckedLookup = (host: string) => Promise<readonly LookupAddress[]>;

export interface ProbeServices {
  lookup: CheckedLookup;
  store: MetricStore;
  tenant: TenantRef;
}

/** Settings and secrets are those of the kind, parsed by its schemas. */
export interface ProbeInput<Settings = unknown, Kept = Readonly<Record<string, string | undefined>>> {
  settings: Settings;
  secrets: Kept;
  timeoutMs: number;
  /** Aborts when the time is over; a probe then ends at once and may still tell how far it came. */
  signal: AbortSignal;
  /** Since 1970, for what is said of certificates and the like; durations are measured by a monotonic clock. */
  nowMs: number;
  services: ProbeServices;
  /** Told when a connection to the target stands: what is late from then on is late at the target. */
  onConnected?: (() => void) | undefined;
}

/**
 * One try of a kind of check. It throws for defects of Nines only, AppError `unavailable` for what Nines lacks at this moment (its metrics, a program): what
 * the target does wrong is a result without success.
 */
export interface Probe<Settings = unknown, Kept = Readonly<Record<string, string | undefined>>> {
  kind: string;
  run(input: ProbeInput<Settings, Kept>): Promise<ProbeResult>;
}

/** Why a probe did not succeed, in a sentence for who looks at the check. */
export class ProbeFailure extends Error {
  override readonly name = 'ProbeFailure';

  /** @param isNetworkError no connection, no answer of a name server: what may be the fault of who measures. */
  constructor(message: string, readonly isNetworkError: boolean) {
    super(message);
  }
}

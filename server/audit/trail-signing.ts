import type { ChainPlace } from '@/lib/audit/chain';
import type { Sealer } from '@/server/secrets/sealed';
import { signingOf, type Signing } from '@/server/statements/signing';

/** What stands in place of entries that were removed when their time was over. */
export interface Tombstone extends ChainPlace {
  fromSeq: number;
  /** When the first and the last of them were written, in milliseconds since 1970. */
  firstAtMs: number;
  lastAtMs: number;
}

/** Signs (Ed25519) what was seen of a tenant's chain, by a key of this purpose that is made from the encryption key of this Nines and is not in the database. */
export function trailSigning(sealer: Pick<Sealer, 'derive'>, tenantId: string): Signing {
  return signingOf({ derive: (purpose) => sealer.derive(`audit trail, ${purpose}`) }, tenantId);
}

/** What is signed of an end of the chain that was seen. */
export function checkpointText(tenantId: string, { seq, hash }: ChainPlace): string {
  return JSON.stringify(['nines audit checkpoint', tenantId, seq, hash]);
}

export function tombstoneText(tenantId: string, { seq, hash, fromSeq, firstAtMs, lastAtMs }: Tombstone): string {
  return JSON.stringify(['nines audit tombstone', tenantId, fromSeq, seq, hash, firstAtMs, lastAtMs]);
}

/** What is signed of how far a verification came. */
export function cursorText(tenantId: string, fields: string): string {
  return JSON.stringify(['nines audit cursor', tenantId, fields]);
}

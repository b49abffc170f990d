import { auditLimits } from '@/lib/audit/schemas';
import type { ChainFault, ChainPlace } from '@/lib/audit/chain';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { chainEnd, newestCheckpoint } from './chain-rows';
import { checkpointText, trailSigning } from './trail-signing';
import { verifyTrail } from './verify-trail';

interface Sources {
  database: Database;
  sealer: Pick<Sealer, 'derive'>;
}

/** Signs that a tenant's chain was seen to hold up to a place, so that who rewrites all of it is found. The first signature of a place stays. */
export async function signCheckpoint({ database, sealer }: Sources, tenant: TenantRef, place: ChainPlace, nowMs: number): Promise<void> {
  if (place.seq === 0) return;
  const signature = trailSigning(sealer, tenant.id).sign(checkpointText(tenant.id, place));
  await database.withTenant(tenant, (client) =>
    client.query('insert into audit_checkpoints (tenant_id, seq, hash, at, signature) values ($1, $2, $3, $4, $5) on conflict do nothing', [tenant.id, place.seq, place.hash, new Date(nowMs), signature]),
  );
}

/** Follows the chain from the last signed place on and signs where it came to; answers the fault that it found instead. */
export async function makeCheckpoint(sources: Sources, tenant: TenantRef, nowMs: number): Promise<ChainFault | null> {
  const { end, from } = await sources.database.withTenant(tenant, async (client) => ({ end: await chainEnd(client, tenant.id), from: await newestCheckpoint(client, tenant.id) }));
  if (!end || end.seq === from?.seq) return null;
  const isOurs = from !== null && trailSigning(sources.sealer, tenant.id).isSigned(checkpointText(tenant.id, from), from.signature);
  const { place, fault } = await verifyTrail(sources, tenant, { from: isOurs ? { seq: from.seq, hash: from.hash } : null, most: auditLimits.verified });
  if (fault === null) await signCheckpoint(sources, tenant, place, nowMs);
  return fault;
}

import { z } from 'zod';
import type { Sealer } from '@/server/secrets/sealed';

const Secrets = z.record(z.string(), z.string());

/** Where the secrets of a channel may be opened. */
function contextOf(tenantId: string, channelId: string): string {
  return `notification_channels ${tenantId} ${channelId}`;
}

export function sealSecrets(sealer: Sealer, tenantId: string, channelId: string, secrets: Readonly<Record<string, string | undefined>>): string {
  return sealer.seal(JSON.stringify(secrets), contextOf(tenantId, channelId));
}

/** Throws AppError `unavailable` when they were sealed by another key. */
export function openSecrets(sealer: Sealer, tenantId: string, channelId: string, sealed: string): Record<string, string> {
  return Secrets.parse(JSON.parse(sealer.open(sealed, contextOf(tenantId, channelId))));
}

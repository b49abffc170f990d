import { z } from 'zod';
import type { Sealer } from '@/server/secrets/sealed';

const Secrets = z.object({ signingSecret: z.string().optional(), authorization: z.string().optional() });
export type StreamSecrets = z.infer<typeof Secrets>;

const contextOf = (tenantId: string) => `audit stream ${tenantId}`;

/** The secrets of a webhook as they are stored; null when there are none. */
export function sealSecrets(sealer: Sealer, tenantId: string, { signingSecret, authorization }: StreamSecrets): string | null {
  return signingSecret === undefined && authorization === undefined ? null : sealer.seal(JSON.stringify({ signingSecret, authorization }), contextOf(tenantId));
}

/** Throws AppError `unavailable` when they were sealed with another key. */
export function openSecrets(sealer: Sealer, tenantId: string, sealed: string | null): StreamSecrets {
  return sealed === null ? {} : Secrets.parse(JSON.parse(sealer.open(sealed, contextOf(tenantId))));
}

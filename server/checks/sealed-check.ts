import { z } from 'zod';
import type { Sealer } from '@/server/secrets/sealed';

const Sealed = z.object({ secrets: z.record(z.string(), z.string()), heartbeatToken: z.string().nullable() });
type SealedCheck = z.infer<typeof Sealed>;

/** Where the secrets of a check may be opened. */
function contextOf(tenantId: string, checkId: string): string {
  return `checks ${tenantId} ${checkId}`;
}

export function sealCheck(sealer: Sealer, tenantId: string, checkId: string, { secrets, heartbeatToken }: { secrets: Readonly<Record<string, string | undefined>>; heartbeatToken: string | null }): string {
  return sealer.seal(JSON.stringify({ secrets, heartbeatToken }), contextOf(tenantId, checkId));
}

/** Throws AppError `unavailable` when it was sealed by another key. */
export function openCheck(sealer: Sealer, tenantId: string, checkId: string, sealed: string): SealedCheck {
  return Sealed.parse(JSON.parse(sealer.open(sealed, contextOf(tenantId, checkId))));
}

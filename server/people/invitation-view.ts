import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Invitation } from '@/lib/people/schemas';
import type { Prisma } from '@/server/database/generated/client';

export const invitationInclude = { customRole: { select: { id: true, name: true, permissions: true } } } as const satisfies Prisma.InvitationInclude;

export type InvitationRow = Prisma.InvitationGetPayload<{ include: typeof invitationInclude }>;

const InvitedBy = z.object({ name: z.string() });

/** A new token with 256 random bits; only its hash is stored. */
export function makeInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashInvitationToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Who invited, by name. */
export function inviterOf(row: Pick<InvitationRow, 'invitedBy'>): string {
  return InvitedBy.safeParse(row.invitedBy).data?.name ?? 'somebody';
}

/** Where an invitation stands at a moment. */
export function invitationState(row: Pick<InvitationRow, 'acceptedAt' | 'revokedAt' | 'expiresAt'>, now: number): Invitation['state'] {
  if (row.acceptedAt) return 'accepted';
  if (row.revokedAt) return 'revoked';
  return row.expiresAt.getTime() <= now ? 'expired' : 'open';
}

export function viewOfInvitation(row: InvitationRow, teams: readonly { id: string; name: string }[], now: number): Invitation {
  return {
    id: row.id, email: row.email, role: row.role,
    customRole: row.customRole && { id: row.customRole.id, name: row.customRole.name },
    teams: teams.filter(({ id }) => row.teamIds.includes(id)),
    invitedBy: inviterOf(row), sentAt: row.createdAt.getTime(), expiresAt: row.expiresAt.getTime(), state: invitationState(row, now),
  };
}

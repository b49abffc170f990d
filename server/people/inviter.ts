import { z } from 'zod';
import { permissions, permissionsOf } from '@/lib/auth/permissions';
import { refusalToGive, type Hand } from '@/lib/people/rights';
import { peopleLimits } from '@/lib/people/schemas';
import type { Transaction } from '@/server/database/database';
import { invitationInclude, type InvitationRow } from './invitation-view';

const Inviter = z.object({ kind: z.string(), id: z.string() });

/** Whether who invited may still give what an invitation gives, by what both hold at this moment. In a transaction of signing in. */
export async function mayStillGive(tx: Transaction, { tenantId, invitedBy, role, customRole }: Pick<InvitationRow, 'tenantId' | 'invitedBy' | 'role' | 'customRole'>, now: number): Promise<boolean> {
  const inviter = Inviter.safeParse(invitedBy).data;
  const hand = inviter ? await handOfInviter(tx, tenantId, inviter, now) : null;
  return hand !== null && hand.permissions.includes('monitoring.people.update') && refusalToGive(hand, { role, added: customRole?.permissions ?? [] }) === null;
}

/** Takes back the open invitations of a tenant that give more than who invited may give by now, and returns whom they invited. In a transaction of signing in that holds the people of the tenant. */
export async function endInvitationsBeyond(tx: Transaction, tenantId: string, now: number): Promise<string[]> {
  const at = new Date(now);
  const open = await tx.invitation.findMany({ where: { tenantId, acceptedAt: null, revokedAt: null, expiresAt: { gt: at } }, include: invitationInclude, orderBy: { id: 'asc' }, take: peopleLimits.openInvitations });
  const ended: string[] = [];
  for (const row of open) {
    if (await mayStillGive(tx, row, now)) continue;
    await tx.invitation.updateMany({ where: { id: row.id, tenantId, acceptedAt: null }, data: { revokedAt: at } });
    ended.push(row.email);
  }
  return ended;
}

/** Null for who is no active member any more, and for a key that ended. */
async function handOfInviter(tx: Transaction, tenantId: string, { kind, id }: z.output<typeof Inviter>, now: number): Promise<Hand | null> {
  switch (kind) {
    case 'user': {
      const membership = await tx.membership.findFirst({ where: { tenantId, userId: id, deactivatedAt: null }, include: { customRole: { select: { permissions: true } } } });
      return membership && { role: membership.role, permissions: permissionsOf(membership.role, membership.customRole?.permissions) };
    }
    case 'key': {
      const key = await tx.apiKey.findFirst({ where: { id, tenantId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] }, select: { scopes: true } });
      return key && { role: null, permissions: permissions.filter((each) => key.scopes.includes(each)) };
    }
    // Who has the machine.
    case 'system':
      return { role: 'OWNER', permissions };
    default:
      return null;
  }
}

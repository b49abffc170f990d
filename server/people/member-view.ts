import { permissionsOf } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import type { Member } from '@/lib/people/schemas';
import type { Transaction } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';

export const memberInclude = {
  user: { select: { id: true, name: true, email: true } },
  customRole: { select: { id: true, name: true, permissions: true } },
  teams: { select: { team: { select: { id: true, name: true } } }, take: 200 },
} as const satisfies Prisma.MembershipInclude;

export type MemberRow = Prisma.MembershipGetPayload<{ include: typeof memberInclude }>;

/** A member of the tenant. Throws `not_found`. */
export async function memberRowOf(tx: Transaction, tenantId: string, userId: string): Promise<MemberRow> {
  const row = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId } }, include: memberInclude });
  if (!row) throw new AppError('not_found', 'Nobody of this organisation has this id.');
  return row;
}

/** Members as the API shows them, in a transaction of signing in, which alone sees how people sign in. */
export async function viewsOf(tx: Transaction, tenantId: string, rows: readonly MemberRow[], now: number): Promise<Member[]> {
  const ids = rows.map(({ userId }) => userId);
  const ofThese = { userId: { in: ids } };
  const seen = await tx.session.groupBy({ by: ['userId'], where: { tenantId, ...ofThese }, _max: { lastSeenAt: true, createdAt: true } });
  const open = await tx.session.groupBy({ by: ['userId'], where: { tenantId, ...ofThese, revokedAt: null, expiresAt: { gt: new Date(now) } }, _count: true });
  const withPassword = await tx.user.findMany({ where: { id: { in: ids }, passwordHash: { not: null } }, select: { id: true } });
  const factors = await tx.userFactor.findMany({ where: { ...ofThese, confirmedAt: { not: null } }, select: { userId: true, kind: true } });
  const identities = await tx.userIdentity.findMany({ where: ofThese, select: { userId: true, provider: true } });
  return rows.map((row) => {
    const own = factors.filter(({ userId }) => userId === row.userId);
    const last = seen.find(({ userId }) => userId === row.userId)?._max;
    const ways = [
      ...(withPassword.some(({ id }) => id === row.userId) ? ['password'] : []),
      ...(own.some(({ kind }) => kind === 'passkey') ? ['passkey'] : []),
      ...identities.filter(({ userId }) => userId === row.userId).map(({ provider }) => provider),
    ];
    return {
      id: row.userId, name: row.user.name, email: row.user.email, role: row.role,
      customRole: row.customRole && { id: row.customRole.id, name: row.customRole.name },
      permissions: [...permissionsOf(row.role, row.customRole?.permissions)],
      teams: row.teams.map(({ team }) => team).sort((a, b) => a.name.localeCompare(b.name, 'en')),
      state: row.deactivatedAt ? 'deactivated' : 'active',
      version: row.version, joinedAt: row.createdAt.getTime(),
      lastSeenAt: (last?.lastSeenAt ?? last?.createdAt)?.getTime() ?? null,
      sessions: row.deactivatedAt ? 0 : (open.find(({ userId }) => userId === row.userId)?._count ?? 0),
      hasSecondFactor: own.length > 0,
      signsInBy: [...new Set(ways)],
    };
  });
}

/** One member as the API shows it. Throws `not_found`. */
export async function memberViewOf(tx: Transaction, tenantId: string, userId: string, now: number): Promise<Member> {
  const [view] = await viewsOf(tx, tenantId, [await memberRowOf(tx, tenantId, userId)], now);
  if (!view) throw new AppError('not_found', 'Nobody of this organisation has this id.');
  return view;
}

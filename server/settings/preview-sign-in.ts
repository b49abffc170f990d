import type { Caller } from '@/lib/context';
import type { SignInPreview } from '@/lib/settings/previews';
import type { SettingsOf } from '@/lib/settings/sections';
import { subjectPrefixOf } from '@/lib/sso/identity';
import { isUsable } from '@/lib/sso/providers';
import type { Prisma } from '@/server/database/generated/client';
import type { Runtime } from '@/server/runtime';
import { providersIn } from '@/server/sso/load-providers';
import { canOwnerDoWithoutPassword } from '@/server/sso/owner-can-sign-in';
import { settingsIn } from './settings';

/** Whom a policy of sign-in would ask for a second factor and whom it would lock out, counted among the active people of the caller's tenant. */
export function previewSignIn(runtime: Pick<Runtime, 'database' | 'config' | 'sealer' | 'log'>, { tenant }: Caller, after: SettingsOf<'sign-in'>): Promise<SignInPreview> {
  return runtime.database.transaction({ kind: 'auth' }, async (tx) => {
    const { settings: before } = await settingsIn(tx, tenant.id, 'sign-in');
    const isActive = { tenantId: tenant.id, deactivatedAt: null };
    const roles = after.secondFactorFor.filter((role) => !before.secondFactorFor.includes(role));
    const asked = await tx.membership.count({ where: { ...isActive, role: { in: roles }, user: { factors: { none: { confirmedAt: { not: null } } } } } });
    if (after.isPasswordOn || !before.isPasswordOn) return { asked, lockedOut: 0, canSave: true };
    const ways = (await providersIn(tx, runtime)).filter(isUsable).map(
      ({ key, connection }): Prisma.UserIdentityWhereInput => ({ provider: key, subject: { startsWith: subjectPrefixOf(connection) }, lastUsedAt: { not: null } }),
    );
    const hasNoWay = { factors: { none: { kind: 'passkey', confirmedAt: { not: null } } }, identities: { none: { OR: ways } } };
    return { asked, lockedOut: await tx.membership.count({ where: { ...isActive, user: hasNoWay } }), canSave: await canOwnerDoWithoutPassword(tx, tenant.id) };
  });
}

import type { ProviderConnection, ProviderRules, RoleGrant } from '@/lib/settings/provider-settings';
import { canonicalJson } from '@/lib/statements/canonical';
import type { Database } from '@/server/database/database';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { OutgoingFailure } from '@/server/outgoing/outgoing-failure';

/** What does not fit, and where in the provider. */
export interface ProviderFault {
  path: string;
  message: string;
}

/** The tenant and the custom roles that the rules name must be there; null: they are. */
export function faultOfRules(database: Database, rules: ProviderRules): Promise<ProviderFault | null> {
  return database.transaction({ kind: 'auth' }, async (tx) => {
    const tenant = rules.tenant === null ? await tx.tenant.findFirst({ orderBy: { number: 'asc' } }) : await tx.tenant.findUnique({ where: { slug: rules.tenant } });
    if (!tenant) return { path: 'rules.tenant', message: `There is no organisation "${rules.tenant ?? ''}".` };
    const wanted: [path: string, grant: RoleGrant][] = [['rules.grant', rules.grant], ...rules.groups.map((each, index): [string, RoleGrant] => [`rules.groups.${index}`, each])];
    const found = await tx.customRole.findMany({ where: { tenantId: tenant.id }, select: { name: true }, take: 1_000 });
    const [path, grant] = wanted.find(([, { customRole }]) => customRole !== null && !found.some(({ name }) => name === customRole)) ?? [];
    return path === undefined ? null : { path: `${path}.customRole`, message: `${tenant.name} has no custom role "${grant?.customRole ?? ''}".` };
  });
}

/** An issuer whose address nobody may be sent to; null: it is none. */
export function faultOfIssuer(connection: ProviderConnection): ProviderFault | null {
  if (connection.kind !== 'oidc') return null;
  try {
    createAddressPolicy({ allowPrivate: true }).checkHost(new URL(connection.issuer).hostname);
    return null;
  } catch (error) {
    if (error instanceof OutgoingFailure) return { path: 'connection.issuer', message: error.message };
    throw error;
  }
}

/** Where its secret is sent: one that was entered for another place must be entered anew. */
export function placeOf(connection: ProviderConnection | null): string {
  if (connection === null) return '';
  const { kind, clientId } = connection;
  return canonicalJson([kind, clientId, kind === 'oidc' ? connection.issuer : kind === 'entra' ? connection.tenant : '']);
}

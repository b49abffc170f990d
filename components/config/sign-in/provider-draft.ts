import type { ProviderInput, ShownProvider } from '@/lib/sso/api';
import type { ProviderKind, RoleGrant } from '@/lib/settings/provider-settings';

export const kindNames: Record<ProviderKind, string> = { oidc: 'OpenID Connect', entra: 'Microsoft Entra ID', github: 'GitHub', google: 'Google' };

/** A provider as a form holds it: lists are lines of text. */
export interface ProviderDraft {
  key: string;
  name: string;
  isOn: boolean;
  kind: ProviderKind;
  issuer: string;
  directory: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  groupsClaim: string;
  domains: string;
  /** Slug; empty: the tenant that runs the installation. */
  joins: string;
  role: RoleGrant['role'];
  customRole: string;
  /** A line each: `group: ROLE` or `group: ROLE + custom role`. */
  groups: string;
  refusesOthers: boolean;
  trustsSecondFactor: boolean;
}

export const newProvider: ProviderDraft = {
  key: '', name: '', isOn: true, kind: 'oidc', issuer: '', directory: '', clientId: '', clientSecret: '', scope: 'openid profile email', groupsClaim: 'groups',
  domains: '', joins: '', role: 'VIEWER', customRole: '', groups: '', refusesOthers: false, trustsSecondFactor: false,
};

export function draftOfProvider({ key, name, isOn, connection, rules }: ShownProvider): ProviderDraft {
  return {
    ...newProvider, key, name, isOn, kind: connection.kind, clientId: connection.clientId,
    issuer: connection.kind === 'oidc' ? connection.issuer : '',
    scope: connection.kind === 'oidc' ? connection.scope : newProvider.scope,
    directory: connection.kind === 'entra' ? connection.tenant : '',
    groupsClaim: 'groupsClaim' in connection ? connection.groupsClaim : 'groups',
    domains: rules.domains.join('\n'), joins: rules.tenant ?? '', role: rules.grant.role, customRole: rules.grant.customRole ?? '',
    groups: rules.groups.map(({ group, ...grant }) => `${group}: ${wordsOf(grant)}`).join('\n'),
    refusesOthers: rules.withoutGroup === 'refuse', trustsSecondFactor: rules.trustsSecondFactor,
  };
}

/** What the form sends; the schema of the server says what is wrong with it. */
export function providerOf(draft: ProviderDraft, isFromVariables: boolean): ProviderInput {
  return {
    name: draft.name.trim(),
    isOn: draft.isOn,
    connection: isFromVariables ? null : connectionOf(draft),
    rules: {
      domains: linesOf(draft.domains),
      tenant: draft.joins === '' ? null : draft.joins,
      grant: { role: draft.role, customRole: draft.customRole === '' || draft.role === 'ADMIN' ? null : draft.customRole },
      groups: linesOf(draft.groups).map(groupOf),
      withoutGroup: draft.refusesOthers ? 'refuse' : 'default',
      trustsSecondFactor: draft.trustsSecondFactor,
    },
  };
}

function connectionOf({ kind, issuer, directory, clientId, scope, groupsClaim }: ProviderDraft): NonNullable<ProviderInput['connection']> {
  switch (kind) {
    case 'oidc':
      return { kind, issuer: issuer.trim(), clientId, scope, groupsClaim };
    case 'entra':
      return { kind, tenant: directory.trim(), clientId, groupsClaim };
    case 'github':
    case 'google':
      return { kind, clientId };
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** The last colon divides: names of groups may have some. What is no role is sent as it is, so that the server names its line. */
function groupOf(line: string): ProviderInput['rules']['groups'][number] {
  const at = line.lastIndexOf(':');
  const [role = '', ...custom] = (at < 0 ? '' : line.slice(at + 1)).split('+').map((part) => part.trim());
  return { group: (at < 0 ? line : line.slice(0, at)).trim(), role: role.toUpperCase() as RoleGrant['role'], customRole: custom.join(' + ') || null };
}

function wordsOf({ role, customRole }: RoleGrant): string {
  return customRole === null ? role : `${role} + ${customRole}`;
}

/** Where two forms differ, in words; a secret is never among them. */
export function providerDifferences(mine: ProviderDraft, theirs: ProviderDraft): { name: string; mine: string; theirs: string }[] {
  const shown: [keyof ProviderDraft, string][] = [
    ['name', 'Name'], ['isOn', 'On'], ['kind', 'Kind'], ['issuer', 'Issuer'], ['directory', 'Directory'], ['clientId', 'Client id'], ['scope', 'Scope'], ['groupsClaim', 'Groups claim'], ['domains', 'Domains'],
    ['joins', 'Joins'], ['role', 'Role'], ['customRole', 'Custom role'], ['groups', 'Groups'], ['refusesOthers', 'Refuses others'], ['trustsSecondFactor', 'Trusts second factor'],
  ];
  return shown.flatMap(([field, name]) => (mine[field] === theirs[field] ? [] : [{ name, mine: String(mine[field]), theirs: String(theirs[field]) }]));
}

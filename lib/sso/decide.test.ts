import { describe, expect, it } from 'vitest';
import { ProviderRules, ProviderSettings } from '@/lib/settings/provider-settings';
import { decideFirst, grantOf, type KnownAccount } from './decide';
import { mergeProviders } from './providers';

const rules = ProviderRules.parse({ grant: { role: 'VIEWER' }, groups: [{ group: 'ops', role: 'ADMIN' }, { group: 'staff', role: 'MEMBER', customRole: 'Responder' }] });

describe('the role by groups', () => {
  const table: [what: string, change: Partial<ProviderRules>, groups: readonly string[] | null, expected: unknown][] = [
    ['the first rule that fits', {}, ['staff', 'ops'], { role: 'ADMIN', customRole: null }],
    ['a custom role', {}, ['staff'], { role: 'MEMBER', customRole: 'Responder' }],
    ['another case of letters', {}, ['OPS'], { role: 'VIEWER', customRole: null }],
    ['none', {}, [], { role: 'VIEWER', customRole: null }],
    ['none, where one is needed', { withoutGroup: 'refuse' }, [], { refusal: 'no_group' }],
    ['unknown groups', {}, null, { refusal: 'groups_unknown' }],
    ['unknown groups, which decide nothing', { groups: [] }, null, { role: 'VIEWER', customRole: null }],
    ['no rules, though one would be needed', { groups: [], withoutGroup: 'refuse' }, [], { role: 'VIEWER', customRole: null }],
  ];
  it.each(table)('%s', (_, change, groups, expected) => {
    expect(grantOf({ ...rules, ...change }, groups)).toEqual(expected);
  });
});

describe('who comes for the first time', () => {
  const member: KnownAccount = { hasSecondFactor: false, isSignedIn: false, isMember: true };
  const of = (domains: string[], email: string | null, account: KnownAccount | null, isEmailVerified = true) => decideFirst({ domains }, { email, isEmailVerified }, account);
  const table: [what: string, decided: unknown, expected: unknown][] = [
    ['a new person of the domain', of(['example.com'], 'a@example.com', null), 'join'],
    ['a new person of a subdomain', of(['example.com'], 'a@sub.example.com', null), { refusal: 'domain' }],
    ['a domain after a second @', of(['example.com'], '"a@example.com"@evil.example', null), { refusal: 'domain' }],
    ['a new person where nobody joins', of([], 'a@example.com', null), { refusal: 'nobody_joins' }],
    ['a member where nobody joins', of([], 'a@example.com', member), 'link'],
    ['a member of another domain', of(['example.org'], 'a@example.com', member), { refusal: 'domain' }],
    ['a member with a second factor', of([], 'a@example.com', { ...member, hasSecondFactor: true }), { refusal: 'link_needed' }],
    ['a member with a second factor who is signed in', of([], 'a@example.com', { ...member, hasSecondFactor: true, isSignedIn: true }), 'link'],
    ['an account of no tenant', of(['example.com'], 'a@example.com', { ...member, isMember: false }), 'join'],
    ['an email that nobody confirmed', of(['example.com'], 'a@example.com', member, false), { refusal: 'unverified_email' }],
    ['no email', of(['example.com'], null, null), { refusal: 'no_email' }],
  ];
  it.each(table)('%s', (_, decided, expected) => {
    expect(decided).toEqual(expected);
  });
});

describe('the settings of providers', () => {
  const connection = { kind: 'github', clientId: 'x' };
  const refused: [what: string, provider: object][] = [
    ['an owner by group', { key: 'a', name: 'A', connection, rules: { groups: [{ group: 'g', role: 'OWNER' }] } }],
    ['an owner by default', { key: 'a', name: 'A', connection, rules: { grant: { role: 'OWNER' } } }],
    ['a custom role for an admin', { key: 'a', name: 'A', connection, rules: { grant: { role: 'ADMIN', customRole: 'x' } } }],
    ['the name of another way to sign in', { key: 'credentials', name: 'A', connection }],
    ['an issuer without TLS', { key: 'a', name: 'A', connection: { kind: 'oidc', issuer: 'http://login.example.com', clientId: 'x' } }],
    ['an issuer with a user', { key: 'a', name: 'A', connection: { kind: 'oidc', issuer: 'https://u:p@login.example.com', clientId: 'x' } }],
    ['a domain that is an email', { key: 'a', name: 'A', connection, rules: { domains: ['a@example.com'] } }],
    ['personal accounts of Microsoft', { key: 'a', name: 'A', connection: { kind: 'entra', tenant: 'common', clientId: 'x' } }],
    ['a secret in the open', { key: 'a', name: 'A', connection: { ...connection, clientSecret: 'x' } }],
  ];
  it.each(refused)('refuse %s', (_, provider) => {
    expect(ProviderSettings.safeParse({ providers: [provider] }).success).toBe(false);
  });

  it('let the variables win, with the rules of Config', () => {
    const { providers } = ProviderSettings.parse({ providers: [{ key: 'github', name: 'Mine', isOn: false, connection, rules: { domains: ['example.com'] } }, { key: 'other', name: 'Other', connection }, { key: 'google', name: 'Gone' }] });
    const merged = mergeProviders([{ key: 'github', name: 'GitHub', connection: { kind: 'github', clientId: 'of variables' }, clientSecret: 's' }], providers, { other: 't', github: 'of Config' });
    expect(merged).toMatchObject([
      { key: 'github', name: 'GitHub', isOn: false, clientSecret: 's', isFromVariables: true, connection: { clientId: 'of variables' }, rules: { domains: ['example.com'] } },
      { key: 'other', clientSecret: 't', isFromVariables: false },
    ]);
    expect(merged).toHaveLength(2);
  });
});

import { describe, expect, it } from 'vitest';
import { ProviderConnection } from '@/lib/settings/provider-settings';
import { identityOf, subjectPrefixOf } from './identity';

const oidc = ProviderConnection.parse({ kind: 'oidc', issuer: 'https://login.example.com/', clientId: 'x' });
const directory = '11111111-2222-3333-4444-555555555555';
const entra = ProviderConnection.parse({ kind: 'entra', tenant: directory.toUpperCase(), clientId: 'x' });
const anyDirectory = ProviderConnection.parse({ kind: 'entra', tenant: 'organizations', clientId: 'x' });
const github = ProviderConnection.parse({ kind: 'github', clientId: 'x' });
const google = ProviderConnection.parse({ kind: 'google', clientId: 'x' });
const ofOidc = { iss: 'https://login.example.com', sub: 'u1', email: 'Ann@Example.com' };
const ofEntra = { tid: directory, oid: 'o1', sub: 'pairwise', email: 'ann@example.com' };

describe('who a provider says it is', () => {
  const subjects: [what: string, connection: ProviderConnection, profile: unknown, subject: string | null][] = [
    ['of OpenID Connect by issuer and subject', oidc, ofOidc, 'oidc https://login.example.com u1'],
    ['of another issuer', oidc, { ...ofOidc, iss: 'https://evil.example.com' }, null],
    ['without a subject', oidc, { iss: ofOidc.iss }, null],
    ['of Entra by directory and object', entra, ofEntra, `entra ${directory} o1`],
    ['of another directory', entra, { ...ofEntra, tid: '99999999-2222-3333-4444-555555555555' }, null],
    ['of any directory', anyDirectory, ofEntra, `entra ${directory} o1`],
    ['of GitHub by its number', github, { id: 42, login: 'ann' }, 'github 42'],
    ['of Google by subject', google, { sub: '108' }, 'google 108'],
    ['that is no object', google, 'x', null],
    ['whose subject is an object', google, { sub: { a: 1 } }, null],
  ];
  it.each(subjects)('%s', (_, connection, profile, subject) => {
    expect(identityOf(connection, profile)?.subject ?? null).toBe(subject);
    if (subject !== null) expect(subject.startsWith(subjectPrefixOf(connection))).toBe(true);
  });

  const verified: [what: string, connection: ProviderConnection, profile: object, isVerified: boolean][] = [
    ['OpenID Connect that confirms it', oidc, { ...ofOidc, email_verified: true }, true],
    ['OpenID Connect that writes it as text', oidc, { ...ofOidc, email_verified: 'true' }, true],
    ['OpenID Connect that says nothing', oidc, ofOidc, false],
    ['OpenID Connect that denies it', oidc, { ...ofOidc, email_verified: false }, false],
    ['one directory of Entra', entra, ofEntra, true],
    ['any directory of Entra', anyDirectory, ofEntra, false],
    ['any directory whose domain Microsoft confirms', anyDirectory, { ...ofEntra, xms_edov: true }, true],
    ['GitHub, primary and verified', github, { id: 1, email: 'a@example.com', email_verified: true }, true],
    ['GitHub, of the public profile', github, { id: 1, email: 'a@example.com' }, false],
    ['Google Workspace', google, { sub: '1', email: 'a@example.com', email_verified: true, hd: 'example.com' }, true],
    ['Google for its own address', google, { sub: '1', email: 'a@gmail.com', email_verified: true }, true],
    ['Google for a foreign address', google, { sub: '1', email: 'a@example.com', email_verified: true }, false],
  ];
  it.each(verified)('has an email that counts or not: %s', (_, connection, profile, isVerified) => {
    expect(identityOf(connection, profile)?.isEmailVerified).toBe(isVerified);
  });

  it('takes the name of sign-in for an email in one directory alone', () => {
    const { email: _, ...without } = ofEntra;
    const profile = { ...without, preferred_username: 'ann@example.com' };
    expect(identityOf(entra, profile)?.email).toBe('ann@example.com');
    expect(identityOf(anyDirectory, profile)?.email).toBeNull();
  });

  it('reads groups as a list or one text, and tells when the provider keeps them to itself', () => {
    expect(identityOf(oidc, { ...ofOidc, groups: ['a', 1, 'b'] })?.groups).toEqual(['a', 'b']);
    expect(identityOf(oidc, { ...ofOidc, groups: 'a' })?.groups).toEqual(['a']);
    expect(identityOf(oidc, ofOidc)?.groups).toEqual([]);
    expect(identityOf(entra, { ...ofEntra, _claim_names: { groups: 'src1' } })?.groups).toBeNull();
    expect(identityOf(github, { id: 1, groups: ['a'] })?.groups).toEqual([]);
  });

  it('has proved a second factor when amr has mfa', () => {
    expect(identityOf(oidc, { ...ofOidc, amr: ['pwd', 'mfa'] })?.hasSecondFactor).toBe(true);
    expect(identityOf(oidc, { ...ofOidc, amr: ['pwd'] })?.hasSecondFactor).toBe(false);
    expect(identityOf(oidc, { ...ofOidc, amr: 'mfa' })?.hasSecondFactor).toBe(false);
  });
});

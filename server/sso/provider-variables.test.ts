import { describe, expect, it } from 'vitest';
import { readConfig } from '@/server/config';

const oidc = { AUTH_OIDC_ISSUER: 'https://login.example.com', AUTH_OIDC_CLIENT_ID: 'nines', AUTH_OIDC_CLIENT_SECRET: 's' };

describe('variables of providers', () => {
  it('make the providers that they name in full', () => {
    const all = { ...oidc, AUTH_OIDC_NAME: 'Company', AUTH_ENTRA_TENANT_ID: 'example.com', AUTH_ENTRA_CLIENT_ID: 'e', AUTH_ENTRA_CLIENT_SECRET: 's', AUTH_GITHUB_CLIENT_ID: 'g', AUTH_GITHUB_CLIENT_SECRET: 's' };
    expect(readConfig({}).signInProviders).toEqual([]);
    expect(readConfig(all).signInProviders).toMatchObject([
      { key: 'oidc', name: 'Company', connection: { issuer: 'https://login.example.com', scope: 'openid profile email', groupsClaim: 'groups' } },
      { key: 'entra', name: 'Microsoft', connection: { tenant: 'example.com' } },
      { key: 'github', name: 'GitHub' },
    ]);
  });

  const wrong: [what: string, variables: Record<string, string>, message: RegExp][] = [
    ['a secret alone', { AUTH_GOOGLE_CLIENT_SECRET: 's' }, /AUTH_GOOGLE_CLIENT_ID and AUTH_GOOGLE_CLIENT_SECRET go together/],
    ['a name alone', { AUTH_OIDC_NAME: 'Company' }, /AUTH_OIDC_ISSUER, AUTH_OIDC_CLIENT_ID and AUTH_OIDC_CLIENT_SECRET go together/],
    ['an issuer without TLS', { ...oidc, AUTH_OIDC_ISSUER: 'http://login.example.com' }, /AUTH_OIDC_ISSUER must be https/],
    ['a scope without openid', { ...oidc, AUTH_OIDC_SCOPE: 'email' }, /AUTH_OIDC_SCOPE must have openid/],
    ['personal accounts', { AUTH_ENTRA_TENANT_ID: 'common', AUTH_ENTRA_CLIENT_ID: 'e', AUTH_ENTRA_CLIENT_SECRET: 's' }, /AUTH_ENTRA_TENANT_ID must be/],
  ];
  it.each(wrong)('are refused with %s', (_, variables, message) => {
    expect(() => readConfig(variables)).toThrow(message);
  });
});

import { describe, expect, it } from 'vitest';
import { readDiscovery } from './discovery';

const issuer = 'https://login.example.com/realm';
const document = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: 'https://keys.example.com/jwks',
  userinfo_endpoint: `${issuer}/me`,
  token_endpoint_auth_methods_supported: ['client_secret_post'],
  authorization_response_iss_parameter_supported: true,
};

describe('the document of a provider', () => {
  it('says where the endpoints are', () => {
    expect(readDiscovery(`${issuer}/`, document)).toEqual({
      issuer, authorization: `${issuer}/authorize`, token: `${issuer}/token`, jwks: 'https://keys.example.com/jwks', userinfo: `${issuer}/me`, takesSecretInBody: true, namesItself: true,
    });
    const { userinfo_endpoint: _, token_endpoint_auth_methods_supported: __, ...least } = document;
    expect(readDiscovery(issuer, least)).toMatchObject({ userinfo: null, takesSecretInBody: false });
  });

  const wrong: [what: string, changed: object][] = [
    ['another issuer', { issuer: 'https://evil.example' }],
    ['no issuer', { issuer: undefined }],
    ['an endpoint without https', { token_endpoint: 'http://login.example.com/token' }],
    ['an endpoint on this machine, while the issuer is elsewhere', { token_endpoint: 'http://127.0.0.1:5432/' }],
    ['keys without https', { jwks_uri: 'http://keys.example.com/jwks' }],
    ['a page of sign-in that is a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['a page of sign-in without https', { authorization_endpoint: 'http://login.example.com/authorize' }],
    ['an endpoint with a password', { userinfo_endpoint: 'https://a:b@login.example.com/me' }],
    ['a file', { jwks_uri: 'file:///etc/passwd' }],
    ['no endpoint for tokens', { token_endpoint: undefined }],
  ];
  it.each(wrong)('is refused with %s', (_, changed) => {
    expect(() => readDiscovery(issuer, { ...document, ...changed })).toThrow(/cannot be used/);
  });

  it.each([null, 'text', [], 7])('is refused when it is no document: %j', (nothing) => {
    expect(() => readDiscovery(issuer, nothing)).toThrow(/cannot be used/);
  });

  it('may be without https on this machine alone, for an issuer that is there', () => {
    const here = 'http://127.0.0.1:9000';
    const endpoints = { issuer: here, authorization_endpoint: `${here}/a`, token_endpoint: 'http://localhost:9001/t', jwks_uri: `${here}/k` };
    expect(readDiscovery(here, endpoints)).toMatchObject({ token: 'http://localhost:9001/t' });
    expect(() => readDiscovery(here, { ...endpoints, token_endpoint: 'http://login.example.com/t' })).toThrow(/token_endpoint must be https/);
  });
});

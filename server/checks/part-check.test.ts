import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { partCheck } from './part-check';
import { fixture } from './probes/test-servers';

const draft = (secrets: Record<string, string>) => ({ kind: 'http', settings: { url: 'https://example.com/' }, secrets });
const own = { clientCertificate: fixture('server.pem'), clientKey: fixture('server.key') };
const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pem = (key: typeof otherKey, more: object = {}) => String(key.export({ type: 'pkcs8', format: 'pem', ...more }));
const shaped = (of: string) => `-----BEGIN ${of}-----\nAAAA\n-----END ${of}-----`;

describe('the client certificate of a check', () => {
  it('is kept with its key, and with those between it and its authority', () => {
    expect(partCheck(draft(own)).secrets).toEqual(own);
    expect(partCheck(draft({ ...own, clientCertificate: `${fixture('server.pem')}\n${fixture('ca.pem')}` })).secrets).toMatchObject({ clientKey: own.clientKey });
  });

  it.each([
    ['no key', { clientCertificate: own.clientCertificate }, 'secrets.clientKey', 'is needed with the client certificate'],
    ['no certificate', { clientKey: own.clientKey }, 'secrets.clientCertificate', 'is needed with its key'],
    ['the key of another', { ...own, clientKey: pem(otherKey) }, 'secrets.clientKey', 'belongs to another certificate'],
    ['a key with a passphrase', { ...own, clientKey: pem(otherKey, { cipher: 'aes-256-cbc', passphrase: 'secret' }) }, 'secrets.clientKey', 'has a passphrase: enter the key without one, it is stored encrypted'],
    ['a certificate for a key', { ...own, clientKey: own.clientCertificate }, 'secrets.clientKey', 'must be a private key in PEM, from BEGIN PRIVATE KEY to END PRIVATE KEY'],
    ['a key for a certificate', { ...own, clientCertificate: own.clientKey }, 'secrets.clientCertificate', 'must be certificates in PEM, from BEGIN CERTIFICATE to END CERTIFICATE, without other text'],
    ['a certificate of nothing', { ...own, clientCertificate: shaped('CERTIFICATE') }, 'secrets.clientCertificate', 'cannot be read as a certificate'],
    ['a key of nothing', { ...own, clientKey: shaped('PRIVATE KEY') }, 'secrets.clientKey', 'cannot be read as a private key'],
    ['a chain that breaks off', { ...own, clientCertificate: `${own.clientCertificate}${shaped('CERTIFICATE')}` }, 'secrets.clientCertificate', 'is not one that TLS takes: its key is too short, or those after it cannot be read'],
  ])('is refused with %s', (_, secrets, path, message) => {
    expect(() => partCheck(draft(secrets))).toThrow(expect.objectContaining({ code: 'invalid', issues: [{ path, message }] }) as Error);
  });

  it('is refused with a URL that is asked without TLS', () => {
    const message = 'is never shown to a server that is asked by http. Enter a URL with https, or leave the certificate and its key out';
    const plain = { ...draft(own), settings: { url: 'HTTP://example.com/' } };
    expect(() => partCheck(plain)).toThrow(expect.objectContaining({ code: 'invalid', issues: [{ path: 'secrets.clientCertificate', message }] }) as Error);
    expect(partCheck({ ...plain, secrets: { token: 'secret' } }).secrets).toEqual({ token: 'secret' });
  });

  it('does not follow to another host', () => {
    const stored = { kind: 'tls', settings: { host: 'one.example.com' }, secrets: own };
    expect(partCheck({ kind: 'tls', settings: { host: 'one.example.com' }, secrets: {} }, stored).usesStored).toBe(true);
    expect(() => partCheck({ kind: 'tls', settings: { host: 'two.example.com' }, secrets: {} }, stored)).toThrow(/Enter the secret again/);
  });
});

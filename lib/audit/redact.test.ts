import { describe, expect, it } from 'vitest';
import { redact, redacted } from './redact';

describe('a secret', () => {
  const cases: [what: string, value: unknown, kept: unknown][] = [
    ['under its name', { password: 'hunter2' }, { password: redacted }],
    ['in camel case', { clientSecret: 'x', apiKey: 'y', accessToken: 'z' }, { clientSecret: redacted, apiKey: redacted, accessToken: redacted }],
    ['in snake and kebab case', { client_secret: 'x', 'api-key': 'y', PRIVATE_KEY: 'z' }, { client_secret: redacted, 'api-key': redacted, PRIVATE_KEY: redacted }],
    ['deep inside', { a: [{ b: { token: 'x' } }] }, { a: [{ b: { token: redacted } }] }],
    ['as an object', { secrets: { value: 'x' }, credentials: ['a'] }, { secrets: redacted, credentials: redacted }],
    ['as a header', { headers: [{ name: 'Authorization', value: 'abc' }, { name: 'X-Team', value: 'web' }] }, { headers: [{ name: 'Authorization', value: redacted }, { name: 'X-Team', value: 'web' }] }],
    ['in an address', { url: 'https://user:pass@example.com/x?y' }, { url: `https://${redacted}@example.com/x?y` }],
    ['in the text of a header', { note: 'sent Bearer abcdefghijklmnop' }, { note: `sent Bearer ${redacted}` }],
    ['that is a key of Nines, wherever it stands', { note: `use nines_${'a'.repeat(43)} for it` }, { note: `use ${redacted} for it` }],
    ['that is a private key, wherever it stands', ['-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----'], [redacted]],
    ['that hides in a prototype', JSON.parse('{"__proto__":{"token":"x"}}'), JSON.parse(`{"__proto__":{"token":"${redacted}"}}`)],
  ];
  it.each(cases)('%s is redacted', (_, value, kept) => {
    expect(JSON.stringify(redact(value))).toBe(JSON.stringify(kept));
  });
});

describe('what is no secret', () => {
  const cases: [what: string, value: unknown][] = [
    ['the keys of rules', { keys: ['cpu', 'memory'] }],
    ['the key of a severity', { severities: [{ key: 'sev1', name: 'SEV 1' }] }],
    ['the key of a group', { groupKey: 'a', hostKey: 'b' }],
    ['names of secrets', { secretNames: ['authorization'], isSecretChanged: true }],
    ['whether there is one', { hasPassword: true, secret: null, token: '', passwords: 3 }],
    ['when one ends', { tokenExpiresAt: '2026-01-01', passwordChangedAt: 1 }],
    ['an address without a password', { url: 'https://example.com/@user', email: 'alice@example.com' }],
    ['a date', { at: new Date(0) }],
    ['null', null],
  ];
  it.each(cases)('%s stays', (_, value) => {
    expect(JSON.stringify(redact(value))).toBe(JSON.stringify(value));
  });

  it('stays as it was, for the value itself is not changed', () => {
    const value = { password: 'x' };
    redact(value);
    expect(value).toEqual({ password: 'x' });
  });
});

it('a value without an end in sight is cut', () => {
  let deep: unknown = { password: 'x' };
  for (let level = 0; level < 10_000; level += 1) deep = { deep };
  const text = JSON.stringify(redact(deep));
  expect(text).toContain(redacted);
  expect(text.length).toBeLessThan(1_000);
});

import { describe, expect, it } from 'vitest';
import { readSubscribeForm, readToken, webhookHost } from './subscribers';

const read = (fields: Record<string, string>) => readSubscribeForm(new URLSearchParams(fields));

describe('readSubscribeForm', () => {
  it('takes an address by email or a webhook, of the page or of one incident', () => {
    expect(read({ email: ' Ann@Example.com ' })).toEqual({ kind: 'email', address: 'Ann@Example.com', canonical: 'ann@example.com', mailbox: 'ann@example.com', incident: null });
    expect(read({ webhook: 'https://Example.com/hook?a=1', incident: '6b86b273ff34' })).toEqual({ kind: 'webhook', address: 'https://example.com/hook?a=1', canonical: 'https://example.com/hook?a=1', mailbox: 'https://example.com/hook?a=1', incident: '6b86b273ff34' });
  });

  it.each(['ann+status@example.com', 'A.N.N@example.com', 'a.nn+1+2@Example.com'])('counts %s as the mailbox ann@example.com, but keeps the address', (email) => {
    expect(read({ email })).toMatchObject({ canonical: email.toLowerCase(), mailbox: 'ann@example.com' });
  });

  it.each([
    ['a header after the address', { email: 'ann@example.com\r\nBcc: bob@example.com' }],
    ['a NUL', { email: 'ann\u0000@example.com' }],
    ['two addresses', { email: 'ann@example.com,bob@example.com' }],
    ['a name with the address', { email: 'Ann <ann@example.com>' }],
    ['a quoted part', { email: '"a b"@example.com' }],
    ['10 kB', { email: `${'a'.repeat(10_000)}@example.com` }],
    ['letters beyond ASCII', { email: 'änn@exämple.com' }],
    ['a lone surrogate', { email: 'ann\ud800@example.com' }],
    ['no address at all', {}],
    ['a webhook that runs something', { webhook: 'javascript:alert(1)' }],
    ['a webhook of a file', { webhook: 'file:///etc/passwd' }],
    ['a webhook with a password', { webhook: 'https://user:secret@example.com/' }],
    ['a webhook of 10 kB', { webhook: `https://example.com/${'a'.repeat(10_000)}` }],
    ['an incident that is no key', { email: 'ann@example.com', incident: '1; drop' }],
    ['an incident by its number, which the public does not know', { email: 'ann@example.com', incident: '12' }],
  ])('refuses %s in one sentence', (_, fields) => {
    expect(read(fields)).toEqual({ problem: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});

describe('readToken', () => {
  it('takes 256 bits in base64url, and nothing else', () => {
    const token = 'A'.repeat(43);
    expect(readToken(token)).toBe(token);
    for (const other of [null, undefined, '', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}\n`, `${'A'.repeat(42)}=`]) expect(readToken(other)).toBeNull();
  });
});

describe('webhookHost', () => {
  it.each([
    ['https://hooks.example.com/a?b=@other', 'hooks.example.com'], ['http://HOOKS.example.com.:8080/', 'hooks.example.com'], ['http://[2001:DB8::1]:80/', '[2001:db8::1]'], ['http://0x5db8d822/', '93.184.216.34'],
  ])('of %s is %s', (address, host) => expect(webhookHost(address)).toBe(host));
});

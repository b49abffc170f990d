import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { http } from './http';
import { parseHeaderLines } from './header-lines';
import { checkKindOf, checkKinds } from './registry';
import { isInRanges, parseStatusRanges } from './status-ranges';
import { shownAddress } from './shown-address';
import { tcp } from './tcp';
import { tls } from './tls';

describe('the registry', () => {
  it('has each kind once, with a form in which every field has a title', () => {
    expect(new Set(checkKinds.map(({ kind }) => kind)).size).toBe(checkKinds.length);
    for (const { kind, settings, secrets } of checkKinds) {
      for (const schema of [settings, secrets]) {
        const { properties = {} } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
        for (const [name, property] of Object.entries(properties)) expect(property, `${kind} ${name}`).toMatchObject({ title: expect.any(String) });
      }
    }
  });

  it('knows no kind of another name', () => {
    expect([checkKindOf('http')?.title, checkKindOf('constructor')]).toEqual(['HTTP(S)', null]);
  });
});

describe('settings of HTTP', () => {
  const base = { url: 'https://example.com/health' };

  it('need no more than a URL', () => {
    expect(http.settings.parse(base)).toMatchObject({ method: 'GET', statuses: '200-299', followRedirects: true, isTrustRequired: true, warnDays: 14, failDays: null, httpVersion: 'auto' });
  });

  it.each<[string, object]>([
    ['a password in the URL', { url: 'https://u:p@example.com/' }],
    ['another protocol', { url: 'ftp://example.com/' }],
    ['a header that ends the headers', { headers: [{ name: 'x', value: 'a\r\nb: c' }] }],
    ['a header name with a colon', { headers: [{ name: 'x:', value: 'a' }] }],
    ['a header of the connection', { headers: [{ name: 'Transfer-Encoding', value: 'chunked' }] }],
    ['statuses out of range', { statuses: '99' }],
    ['statuses the wrong way round', { statuses: '299-200' }],
    ['a condition that is none', { conditions: ['status is ok'] }],
    ['a body of GET', { body: 'x' }],
    ['a body of HEAD to look into', { method: 'HEAD', contains: ['x'] }],
    ['a user with a colon', { auth: 'basic', username: 'a:b' }],
    ['an unknown field', { proxy: 'x' }],
  ])('%s is refused', (_, change) => {
    expect(http.settings.safeParse({ ...base, ...change }).success).toBe(false);
  });

  it.each(['X-Key', 'X-Key: a\nno colon', 'Content-Length: 5', 'X: \u00e9', 'X Y: z', 'Host: example.org'])('secret headers %j are refused', (secretHeaders) => {
    expect(http.secrets.safeParse({ secretHeaders }).success).toBe(false);
  });

  it('keep secrets at one origin, authority and name', () => {
    const destination = (change: object) => http.destinationOf(http.settings.parse({ ...base, ...change }));
    expect(destination({ url: 'https://example.com/other' })).toBe(destination({}));
    expect(destination({ headers: [{ name: 'Host', value: 'A.example.com' }, { name: 'X', value: '1' }] })).toBe(destination({ headers: [{ name: 'host', value: 'a.example.com' }] }));
    for (const change of [{ url: 'http://example.com/health' }, { url: 'https://example.com:444/health' }, { url: 'https://example.org/' }, { isTrustRequired: false }, { serverName: 'example.org' }, { headers: [{ name: 'HOST', value: 'example.org' }] }]) expect(destination(change)).not.toBe(destination({}));
  });
});

describe('a check is told by its address', () => {
  it.each([
    ['https://example.com', 'https://example.com'],
    ['https://example.com/a@b?token=abc#x', 'https://example.com/a@b?...'],
    ['https://example.com#token', 'https://example.com'],
    ['https://bob:p@ss@example.com/a', 'https://example.com/a'],
    ['https:\\\\bob:pass@example.com', 'https:\\\\example.com'],
    ['bob:pass@example.com:80/a?b', 'example.com:80/a?...'],
    ['2001:db8::1', '2001:db8::1'],
  ])('%s', (text, shown) => {
    expect(shownAddress(text)).toBe(shown);
  });

  it('without the tokens in it', () => {
    expect(http.targetOf(http.settings.parse({ url: 'https://example.com/hook?token=abc' }))).toBe('https://example.com/hook?...');
  });
});

it('secret headers are read a line each', () => {
  expect(parseHeaderLines('X-Key: a b\r\n\n  Authorization:Bearer x  ')).toEqual([{ name: 'x-key', value: 'a b' }, { name: 'authorization', value: 'Bearer x' }]);
  expect(parseHeaderLines('')).toEqual([]);
  expect(parseHeaderLines('a: b\n'.repeat(21))).toBeNull();
});

describe('ranges of statuses', () => {
  it.each([
    ['200-299,301', [200, 299, 301], [199, 300, 302]],
    [' 204 , 400 - 404 ', [204, 400, 404], [200, 405]],
    ['503', [503], [500]],
  ])('%j', (text, inside, outside) => {
    const ranges = parseStatusRanges(text) ?? [];
    expect([inside.every((status) => isInRanges(status, ranges)), outside.some((status) => isInRanges(status, ranges))]).toEqual([true, false]);
  });

  it.each(['', '2xx', '200,', '600', '20', '200-', '-200', '200--300', '200,'.repeat(30)])('%j are none', (text) => {
    expect(parseStatusRanges(text)).toBeNull();
  });
});

describe('settings of TCP and TLS', () => {
  it.each(['example.com', 'db_1.internal', 'localhost', '192.0.2.1', '::1', '[2001:db8::1]', 'fe80::1%eth0', 'example.com.'])('%s is a host', (host) => {
    expect([tcp.settings.safeParse({ host, port: 1 }).success, tls.settings.safeParse({ host }).success]).toEqual([true, true]);
  });

  it.each(['', 'example.com:80', 'https://example.com', 'a b', 'a/b', '-a', 'a..b', 'a\u0000', '[::1]:80'])('%j is none', (host) => {
    expect(tcp.settings.safeParse({ host, port: 1 }).success).toBe(false);
  });

  it('are told as an address with a port', () => {
    expect([tcp.targetOf(tcp.settings.parse({ host: '::1', port: 25 })), tls.targetOf(tls.settings.parse({ host: 'example.com' }))]).toEqual(['[::1]:25', 'example.com:443']);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameData, numbers, startDnsServer } from './test-dns-server';
import { probe } from './test-probing';

const text = (...parts: string[]) => Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])));
const ipv4 = (address: string) => Buffer.from(address.split('.').map(Number));
const many = Array.from({ length: 60 }, (_, index) => ipv4(`192.0.2.${index + 1}`));

let server: Awaited<ReturnType<typeof startDnsServer>>;
beforeAll(async () => {
  server = await startDnsServer({
    'A www.example.com': { records: [ipv4('192.0.2.10'), ipv4('192.0.2.11')] },
    'AAAA www.example.com': { records: [Buffer.from('20010db8000000000000000000000001', 'hex')] },
    'CNAME alias.example.com': { records: [nameData('WWW.Example.com')] },
    'MX example.com': { records: [Buffer.concat([numbers([2, 10]), nameData('mail.example.com')]), Buffer.concat([numbers([2, 20]), nameData('spare.example.com')])] },
    'NS example.com': { records: [nameData('ns1.example.com'), nameData('ns2.example.com')] },
    'TXT example.com': { records: [text('v=spf1 ', '-all'), text('Case Matters')] },
    'SRV _db._tcp.example.com': { records: [Buffer.concat([numbers([2, 1], [2, 5], [2, 5_432]), nameData('db.example.com')])] },
    'CAA example.com': { records: [Buffer.concat([numbers([1, 0]), text('issue'), Buffer.from('ca.example.net')])] },
    'SOA example.com': { records: [Buffer.concat([nameData('ns1.example.com'), nameData('admin.example.com'), numbers([4, 2026030101], [4, 7_200], [4, 3_600], [4, 1_209_600], [4, 300])])] },
    'PTR 10.2.0.192.in-addr.arpa': { records: [nameData('www.example.com')] },
    'A empty.example.com': { records: [] },
    'A broken.example.com': { code: 2 },
    'A secret.example.com': { code: 5 },
    'A mute.example.com': 'silent',
    'A garbage.example.com': { isGarbage: true },
    'A large.example.com': { records: many, isCut: true },
  });
});
afterAll(() => server.close());

const ask = (name: string, type: string, settings: Record<string, unknown> = {}, timeoutMs = 5_000) => probe('dns', { name, type, server: server.address, ...settings }, { timeoutMs });

describe('a record is read as a zone file has it', () => {
  test.each<[type: string, name: string, answers: string[]]>([
    ['A', 'www.example.com', ['192.0.2.10', '192.0.2.11']],
    ['AAAA', 'www.example.com', ['2001:db8::1']],
    ['CNAME', 'alias.example.com', ['WWW.Example.com']],
    ['MX', 'example.com', ['10 mail.example.com', '20 spare.example.com']],
    ['NS', 'example.com', ['ns1.example.com', 'ns2.example.com']],
    ['TXT', 'example.com', ['v=spf1 -all', 'Case Matters']],
    ['SRV', '_db._tcp.example.com', ['1 5 5432 db.example.com']],
    ['CAA', 'example.com', ['0 issue "ca.example.net"']],
    ['SOA', 'example.com', ['ns1.example.com admin.example.com 2026030101 7200 3600 1209600 300']],
    ['PTR', '192.0.2.10', ['www.example.com']],
    ['PTR', '10.2.0.192.in-addr.arpa', ['www.example.com']],
  ])('%s of %s', async (type, name, answers) => {
    const result = await ask(name, type);
    expect(result).toMatchObject({ success: true, values: [{ name: 'probe_dns_answer_rrs', value: answers.length }, { name: 'probe_dns_query_succeeded', value: 1 }] });
    expect([...result.evidence.answers].sort()).toEqual([...answers].sort());
    expect(result.evidence.address).toBe('127.0.0.1');
  });

  test('an answer that does not fit into UDP is asked for by TCP, and 20 of its records are shown', async () => {
    const result = await ask('large.example.com', 'A', { match: 'any', expected: ['192.0.2.60'] });
    expect(result).toMatchObject({ success: true, message: '60 records came.' });
    expect(result.evidence.answers).toHaveLength(20);
    expect(server.asked).toContain('TCP A large.example.com');
  });
});

describe('the expected answers', () => {
  test.each<[type: string, name: string, match: string, expected: string[], problem: string | null]>([
    ['A', 'www.example.com', 'all', ['192.0.2.11'], null],
    ['A', 'www.example.com', 'exactly', ['192.0.2.11', '192.0.2.10'], null],
    ['A', 'www.example.com', 'exactly', ['192.0.2.11'], '192.0.2.10 was not expected.'],
    ['A', 'www.example.com', 'all', ['192.0.2.11', '192.0.2.99'], '192.0.2.99 is missing: '],
    ['A', 'www.example.com', 'any', ['192.0.2.99', '192.0.2.10'], null],
    ['A', 'www.example.com', 'any', ['192.0.2.99'], 'None of 192.0.2.99 is among the answers: '],
    ['AAAA', 'www.example.com', 'exactly', ['2001:DB8:0::0:1'], null],
    ['CNAME', 'alias.example.com', 'exactly', ['www.example.com.'], null],
    ['MX', 'example.com', 'exactly', ['mail.example.com', '20 spare.example.com.'], null],
    ['MX', 'example.com', 'all', ['30 mail.example.com'], '30 mail.example.com is missing'],
    ['SOA', 'example.com', 'all', ['ns1.example.com'], null],
    ['TXT', 'example.com', 'all', ['case matters'], 'case matters is missing'],
    ['TXT', 'example.com', 'all', ['Case Matters'], null],
  ])('of %s %s, %s of %j', async (type, name, match, expected, problem) => {
    const result = await ask(name, type, { match, expected });
    expect(result.success).toBe(problem === null);
    if (problem !== null) expect(result).toMatchObject({ message: expect.stringContaining(problem) as string, isNetworkError: false });
  });
});

describe('what goes wrong is told', () => {
  test.each<[name: string, message: string, isNetworkError: boolean, timeoutMs: number]>([
    ['empty.example.com', 'There is no A record.', false, 5_000],
    ['nothing.example.com', 'The name nothing.example.com does not exist (NXDOMAIN).', false, 5_000],
    ['broken.example.com', 'The name server failed to find broken.example.com (SERVFAIL).', false, 5_000],
    ['secret.example.com', 'The name server refuses to answer for secret.example.com (REFUSED).', false, 5_000],
    ['mute.example.com', 'o', true, 400],
    ['garbage.example.com', 'The name server', false, 1_000],
  ])('%s: %s', async (name, message, isNetworkError, timeoutMs) => {
    const result = await ask(name, 'A', {}, timeoutMs);
    expect(result).toMatchObject({ success: false, message: expect.stringContaining(message) as string });
    expect(result.durationMs).toBeLessThan(timeoutMs + 5_000);
    if (name !== 'garbage.example.com') expect(result.isNetworkError).toBe(isNetworkError);
  });

  test('where there is no name server', async () => {
    const gone = await startDnsServer({});
    await gone.close();
    expect(await probe('dns', { name: 'example.com', server: gone.address }, { timeoutMs: 1_000 })).toMatchObject({ success: false, isNetworkError: true });
  });

  test('a name server at the address of a metadata service is not asked', async () => {
    expect(await probe('dns', { name: 'example.com', server: '169.254.169.254' })).toMatchObject({ success: false, message: expect.stringContaining('does not connect to it') as string });
  });
});

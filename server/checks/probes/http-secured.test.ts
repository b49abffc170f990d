import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { fixture, identity, startHttp, startHttp2, type TestServer } from './test-servers';
import { failureOfConnection } from './connect';
import { probe } from './test-probing';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function kept(starting: Promise<TestServer>): Promise<number> {
  const server = await starting;
  servers.push(server);
  return server.port;
}

const value = (result: Awaited<ReturnType<typeof probe>>, name: string) => result.values.find((each) => each.name === name)?.value;

describe('TLS', () => {
  const at = async (name: Parameters<typeof identity>[0], settings: object = {}) => {
    const port = await kept(startHttp((_, response) => response.end('ok'), identity(name)));
    return probe('http', { url: `https://server.example.com:${port}/`, ca: fixture('ca.pem'), ...settings });
  };

  it('tells the certificate, and the phase of the handshake', async () => {
    const result = await at('server.pem');
    expect(result).toMatchObject({ success: true, evidence: { certificate: { subject: 'server.example.com', issuer: 'The authority of the probes', isTrusted: true, notAfter: Date.UTC(2100, 0, 1), names: ['server.example.com', 'other.example.com', '127.0.0.1'] } } });
    expect(Object.keys(result.evidence.phasesMs)).toEqual(['dns', 'connect', 'tls', 'first_byte', 'transfer']);
    expect([value(result, 'probe_ssl_earliest_cert_expiry'), value(result, 'probe_http_ssl'), result.values.find(({ name }) => name === 'probe_tls_version_info')?.labels]).toEqual([Date.UTC(2100, 0, 1) / 1_000, 1, { version: 'TLS 1.3' }]);
  });

  it.each([
    ['expired.pem', {}, /has ended: it was valid until Jan\s+1 00:00:00 2021 GMT/],
    ['future.pem', {}, /is not valid yet/],
    ['self-signed.pem', {}, /signed by itself/],
    ['server.pem', { ca: null }, /not trusted/],
    ['server.pem', { serverName: 'wrong.example.com' }, /is not for wrong\.example\.com: it is for DNS:server\.example\.com/],
    ['server.pem', { ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, /authority that was entered cannot be read/],
    ['expired.pem', { isTrustRequired: false, failDays: 0 }, /^The certificate ended on 2021-01-01\.$/],
    ['server.pem', { httpVersion: '2' }, /does not speak HTTP\/2|alert no application protocol/],
  ] as const)('%s with %j', async (name, settings, message) => {
    expect(await at(name, settings)).toMatchObject({ success: false, message: expect.stringMatching(message), isNetworkError: false });
  });

  it.each([
    ['expired.pem', { isTrustRequired: false, warnDays: null }],
    ['self-signed.pem', { isTrustRequired: false }],
    ['server.pem', { serverName: 'other.example.com' }],
    ['self-signed.pem', { ca: fixture('self-signed.pem') }],
  ] as const)('%s is good enough with %j', async (name, settings) => {
    expect((await at(name, settings)).success).toBe(true);
  });

  it('says that a certificate ends soon, before it fails for it', async () => {
    const port = await kept(startHttp((_, response) => response.end(), identity('server.pem')));
    const settings = { url: `https://server.example.com:${port}/`, ca: fixture('ca.pem'), warnDays: 14, failDays: 3 };
    expect((await probe('http', settings, { nowMs: Date.UTC(2099, 11, 25) })).message).toMatch(/^200 OK in \d+ ms\. The certificate ends in 7 days, on 2100-01-01\.$/);
    expect(await probe('http', settings, { nowMs: Date.UTC(2099, 11, 30, 12) })).toMatchObject({ success: false, message: 'The certificate ends in 1 day, on 2100-01-01; at least 3 days are expected.' });
  });

  it('sends no secret to a server that is not trusted', async () => {
    let requests = 0;
    const port = await kept(startHttp((_, response) => {
      requests += 1;
      response.end();
    }, identity('self-signed.pem')));
    await probe('http', { url: `https://server.example.com:${port}/`, auth: 'bearer' }, { secrets: { token: 'secret-token' } });
    expect(requests).toBe(0);
  });

  it('says that a port speaks no TLS', async () => {
    expect((await probe('http', { url: `https://127.0.0.1:${await kept(startHttp((_, response) => response.end()))}/` })).message).toMatch(/does not speak TLS|closed the connection during/);
  });
});

describe('HTTP/2', () => {
  const secured = { ...identity('server.pem'), allowHTTP1: true };
  const at = (port: number, settings: object = {}) => probe('http', { url: `https://server.example.com:${port}/a?b`, ca: fixture('ca.pem'), ...settings });

  it.each([['auto', '2'], ['2', '2'], ['1.1', '1.1']])('%s speaks %s', async (httpVersion, spoken) => {
    const port = await kept(startHttp2((request, response) => response.end(`${request.httpVersion} ${request.url}`), secured));
    const result = await at(port, { httpVersion });
    expect(result).toMatchObject({ success: true, evidence: { httpVersion: spoken, body: `${spoken === '2' ? '2.0' : '1.1'} /a?b` } });
    expect(Object.keys(result.evidence.phasesMs)).toEqual(['dns', 'connect', 'tls', 'first_byte', 'transfer']);
  });

  it('is spoken without TLS when it is asked for', async () => {
    const port = await kept(startHttp2((request, response) => void request.stream.pipe(response.writeHead(201))));
    expect(await probe('http', { url: `http://127.0.0.1:${port}/`, httpVersion: '2', method: 'POST', body: 'sent' })).toMatchObject({ success: true, evidence: { status: 201, body: 'sent' } });
  });

  it.each([
    ['a header of 60 KB', /are larger than 16 KiB/, (_, response) => response.writeHead(200, { 'x-large': 'x'.repeat(60_000) }).end()],
    ['very many headers', /are larger than 16 KiB|broke off/, (_, response) => response.writeHead(200, Object.fromEntries(Array.from({ length: 2_000 }, (__, index) => [`x-${index}`, '0123456789']))).end()],
    ['hints for ever', /more than 20 answers of status 1xx/, (_, response) => {
      for (let index = 0; index < 30; index += 1) response.writeEarlyHints({ link: '</a>; rel=preload' });
    }],
    ['a stream that is reset', /broke off|closed the connection/, (_, response) => response.stream.close(8)],
    ['a session that is torn down', /closed the connection/, (request) => request.stream.session?.destroy()],
    ['a body that breaks off', /before the end/, (request, response) => {
      response.write('abc');
      setTimeout(() => request.stream.session?.destroy(), 50);
    }],
  ] as [string, RegExp, Parameters<typeof startHttp2>[0]][])('%s is a clear failure', async (_, message, listener) => {
    const port = await kept(startHttp2(listener, secured));
    expect(await at(port)).toMatchObject({ success: false, message: expect.stringMatching(message), isNetworkError: false });
  });

  it('cuts off a slow body, and a server that never begins', async () => {
    const slow = await kept(startHttp2((_, response) => void response.write('abc'), secured));
    const silent = await kept(startHttp2(() => undefined, secured));
    const settings = { ca: fixture('ca.pem') };
    const results = await Promise.all([slow, silent].map((port) => probe('http', { url: `https://server.example.com:${port}/`, ...settings }, { timeoutMs: 400 })));
    expect(results.map(({ message }) => message)).toEqual([expect.stringMatching(/the body .* has not ended/), expect.stringMatching(/the headers .* have not come/)]);
  });
});

describe('a server that demands a client certificate', () => {
  const demanding = { ...identity('server.pem'), requestCert: true, ca: fixture('ca.pem') };
  const own = { clientCertificate: fixture('server.pem'), clientKey: fixture('server.key') };
  const stranger = { clientCertificate: fixture('self-signed.pem'), clientKey: fixture('server.key') };
  const settingsOf = (port: number, more: object = {}) => ({ url: `https://server.example.com:${port}/`, ca: fixture('ca.pem'), ...more });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('answers over %s to the one of the check, and refuses another and none with what is wrong', async (version) => {
    const port = await kept(startHttp((_, response) => response.end('ok'), { ...demanding, minVersion: version, maxVersion: version }));
    expect(await probe('http', settingsOf(port), { secrets: own })).toMatchObject({ success: true });
    expect(await probe('http', settingsOf(port), { secrets: stranger })).toMatchObject({ success: false, isNetworkError: false, message: expect.stringMatching(/refuses the client certificate of the check|closed the connection/) as string });
    const none = await probe('http', settingsOf(port));
    expect(none).toMatchObject({ success: false, isNetworkError: false, message: expect.stringMatching(version === 'TLSv1.3' ? /asks for a client certificate, and the check has none/ : /TLS handshake with .* failed|closed the connection/) as string });
  });

  it('answers over HTTP/2 too', async () => {
    const port = await kept(startHttp2((_, response) => response.end('ok'), demanding));
    expect(await probe('http', settingsOf(port, { httpVersion: '2' }), { secrets: own })).toMatchObject({ success: true });
    expect((await probe('http', settingsOf(port, { httpVersion: '2' }))).message).toMatch(/client certificate/);
  });

  it('gets it nowhere else: a redirect to another origin goes without', async () => {
    const seen: boolean[] = [];
    const other = await kept(startHttp((request, response) => {
      seen.push((request.socket as TLSSocket).getPeerCertificate().subject !== undefined);
      response.end('ok');
    }, { ...demanding, rejectUnauthorized: false }));
    const port = await kept(startHttp((_, response) => response.writeHead(302, { location: `https://other.example.com:${other}/` }).end(), demanding));
    expect(await probe('http', settingsOf(port), { secrets: own })).toMatchObject({ success: true });
    expect(seen).toEqual([false]);
  });

  it('is shown the one of a TLS check', async () => {
    const port = await kept(startHttp((_, response) => response.end('ok'), { ...demanding, maxVersion: 'TLSv1.2' }));
    const settings = { host: 'server.example.com', port, ca: fixture('ca.pem'), failDays: null };
    expect(await probe('tls', settings, { secrets: own })).toMatchObject({ success: true });
    expect(await probe('tls', settings)).toMatchObject({ success: false });
  });

  it.each([
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'a:443 refuses the client certificate of the check (ERR_SSL_TLSV1_ALERT_UNKNOWN_CA).'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'a:443 refuses the client certificate of the check (ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED).'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'a:443 asks for a client certificate, and the check has none (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED).'],
  ])('that says %s is understood', (code, sentence) => {
    expect(failureOfConnection(Object.assign(new Error('alert'), { code }), 'a:443')).toMatchObject({ message: sentence, isNetworkError: false });
  });
});

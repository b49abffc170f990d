import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fixture, identity, startRaw, type TestServer } from './test-servers';
import { probe } from './test-probing';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function at(...args: Parameters<typeof startRaw>): Promise<{ host: string; port: number; ca: string }> {
  const server = await startRaw(...args);
  servers.push(server);
  return { host: 'server.example.com', port: server.port, ca: fixture('ca.pem') };
}

const atCertificate = (name: Parameters<typeof identity>[0]) => at(() => undefined, identity(name));

describe('the certificate of a port', () => {
  it('is told, with its chain and its end', async () => {
    const result = await probe('tls', await atCertificate('server.pem'), { nowMs: Date.UTC(2099, 0, 1) });
    expect(result).toMatchObject({ success: true, message: 'The certificate of server.example.com is good for 365 days.', evidence: { certificate: { isTrusted: true, issuer: 'The authority of the probes', names: ['server.example.com', 'other.example.com', '127.0.0.1'] } } });
    expect(result.evidence.answers).toEqual(['TLSv1.3', expect.stringMatching(/^TLS_/), 'a chain of 1']);
    expect(Object.keys(result.evidence.phasesMs)).toEqual(['dns', 'connect', 'tls']);
    expect(result.values.map(({ name }) => name)).toEqual(['probe_ip_protocol', 'probe_ssl_earliest_cert_expiry', 'probe_tls_version_info']);
  });

  it.each([
    ['more than the warning', Date.UTC(2099, 11, 1), true, /good for 31 days\.$/],
    ['within the warning', Date.UTC(2099, 11, 20), true, /^The certificate ends in 12 days, on 2100-01-01\.$/],
    ['within the bound of failing', Date.UTC(2099, 11, 30), false, /^The certificate ends in 2 days, on 2100-01-01; at least 7 days are expected\.$/],
    ['after its end', Date.UTC(2100, 0, 2), false, /^The certificate ended on 2100-01-01\.$/],
  ])('%s', async (_, nowMs, success, message) => {
    expect(await probe('tls', await atCertificate('server.pem'), { nowMs })).toMatchObject({ success, message: expect.stringMatching(message) });
  });

  it.each([
    ['expired.pem', {}, /has ended: it was valid until/],
    ['self-signed.pem', {}, /signed by itself/],
    ['server.pem', { ca: null }, /not trusted/],
    ['server.pem', { serverName: 'wrong.example.com' }, /is not for wrong\.example\.com/],
  ] as const)('%s with %j fails, and is told all the same', async (name, settings, message) => {
    expect(await probe('tls', { ...(await atCertificate(name)), ...settings })).toMatchObject({ success: false, message: expect.stringMatching(message), isNetworkError: false, evidence: { certificate: { isTrusted: false } } });
  });

  it('of an address is asked for by the address', async () => {
    expect((await probe('tls', { ...(await atCertificate('server.pem')), host: '127.0.0.1' })).success).toBe(true);
  });
});

describe('a port that misbehaves is a clear failure', () => {
  it.each([
    ['speaks something else', (socket: Socket) => void socket.write('220 ready\r\n'), /does not speak TLS/],
    ['closes', (socket: Socket) => void socket.once('data', () => socket.end()), /closed the connection during the TLS handshake/],
    ['resets', (socket: Socket) => void socket.once('data', () => socket.resetAndDestroy()), /closed the connection during the TLS handshake/],
  ])('%s', async (_, onSocket, message) => {
    expect(await probe('tls', await at(onSocket))).toMatchObject({ success: false, isNetworkError: false, message: expect.stringMatching(message) });
  });

  it('knows no version of TLS that is safe', async () => {
    const place = await at(() => undefined, { ...identity('server.pem'), minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' });
    expect((await probe('tls', place)).message).toMatch(/old versions of TLS|handshake .* failed/);
  });

  it('says nothing: it is cut off in time', async () => {
    const result = await probe('tls', await at(() => undefined), { timeoutMs: 300 });
    expect(result).toMatchObject({ success: false, isNetworkError: false, message: expect.stringMatching(/^No answer within 0\.3 s: the TLS handshake with server\.example\.com:\d+ is not over\.$/) });
  });
});

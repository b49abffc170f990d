import type { RequestListener } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ScrapeJobInput } from '@/lib/scrape/schemas';
import { partSecrets } from '@/lib/scrape/secrets';
import { isAllowedAddress, lookupAllowed } from './address-policy';
import { createBodyBudget, type BodyBudget } from './body-budget';
import { createTargetClient, type TargetClient } from './target-client';
import { certificate, startTarget, type TestTarget } from './test-target';

const text = 'x 1\n';
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

function clientOf(job: Partial<z.input<typeof ScrapeJobInput>> = {}, budget: BodyBudget = createBodyBudget(1e9)): TargetClient {
  const { settings, secrets } = partSecrets(ScrapeJobInput.parse({ name: 'test', ...job }));
  const client = createTargetClient(settings, secrets, budget);
  cleanUp.push(() => client.close('now'));
  return client;
}

async function serve(...target: Parameters<typeof startTarget>): Promise<TestTarget> {
  const started = await startTarget(...target);
  cleanUp.push(() => started.close());
  return started;
}

const bodyOf = (client: TargetClient, url: string, timeoutMs = 5_000) => client.get(url, timeoutMs, ({ body }) => body.toString());

describe('a scrape request', () => {
  it('asks as Prometheus does, over one connection for all scrapes', async () => {
    const target = await serve(text);
    const client = clientOf();
    for (let scrape = 0; scrape < 3; scrape += 1) expect(await bodyOf(client, `http://${target.address}/m?a=b`, 2_500)).toBe(text);
    expect(target.connections()).toBe(1);
    expect(target.requests[2]).toMatchObject({
      url: '/m?a=b',
      headers: { 'x-prometheus-scrape-timeout-seconds': '2.5', 'accept-encoding': 'gzip, deflate', accept: expect.stringMatching(/^application\/openmetrics-text;version=1\.0\.0.*text\/plain;version=0\.0\.4/) as string },
    });
    expect(target.requests[2]?.headers.authorization).toBeUndefined();
  });

  it('carries the credentials and headers of its job', async () => {
    const target = await serve(text);
    await bodyOf(clientOf({ auth: { type: 'basic', username: 'ü', password: 'p:w' }, headers: [{ name: 'X-Scope-OrgID', value: 'a' }] }), `http://${target.address}/`);
    await bodyOf(clientOf({ auth: { type: 'bearer', token: 'tok' } }), `http://${target.address}/`);
    expect(target.requests.map(({ headers }) => [headers.authorization, headers['x-scope-orgid']])).toEqual([
      [`Basic ${Buffer.from('ü:p:w').toString('base64')}`, 'a'],
      ['Bearer tok', undefined],
    ]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('takes %s', async (encoding, compress) => {
    const target = await serve((_, response) => response.setHeader('content-encoding', encoding).end(compress(text.repeat(10_000))));
    expect(await bodyOf(clientOf(), `http://${target.address}/`)).toBe(text.repeat(10_000));
  });

  it('tries again when the connection that it kept was closed', async () => {
    const target = await serve((request, response) => {
      response.end(text);
      response.on('finish', () => setImmediate(() => request.socket.destroy()));
    });
    const client = clientOf();
    for (let scrape = 0; scrape < 5; scrape += 1) expect(await bodyOf(client, `http://${target.address}/`)).toBe(text);
  });
});

describe('a scrape fails', () => {
  const forever: RequestListener = (_, response) => void response.write(text);
  const rows: [what: string, job: Partial<z.input<typeof ScrapeJobInput>>, listener: RequestListener, message: string][] = [
    ['for another status', {}, (_, response) => response.writeHead(503).end(text), 'server returned HTTP status 503 Service Unavailable'],
    ['for a body over the limit', { bodySizeLimitBytes: 100 }, (_, response) => response.end(text.repeat(100)), 'body size limit exceeded (limit: 100 bytes)'],
    ['for a body without end', { bodySizeLimitBytes: 1_000_000 }, (_, response) => {
      const more = () => void (response.destroyed || response.write('y'.repeat(60_000), () => setImmediate(more)));
      more();
    }, 'body size limit exceeded'],
    ['for a body that grows when it is unpacked', { bodySizeLimitBytes: 1_000_000 }, (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('z'.repeat(50_000_000))), 'body size limit exceeded'],
    ['for a body that is not packed as it says', {}, (_, response) => response.setHeader('content-encoding', 'gzip').end(text), 'incorrect header check'],
    ['for a packed body that is cut', {}, (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(text.repeat(100)).subarray(0, -8)), 'unexpected end of file'],
    ['for an encoding that was not asked for', {}, (_, response) => response.setHeader('content-encoding', 'br').end(text), 'encoded in a way'],
    ['for an answer that stays away', {}, () => undefined, 'took longer than its timeout of 0.3 s'],
    ['for a body that trickles', {}, forever, 'took longer than its timeout of 0.3 s'],
    ['for a connection that is cut', {}, (request, response) => {
      response.setHeader('content-length', '1000').write(text);
      setImmediate(() => request.socket.destroy());
    }, 'closed the connection before the end'],
    ['for a redirect in a circle', {}, (_, response) => response.writeHead(302, { location: '/again' }).end(), 'redirects more than 5 times'],
    ['for a redirect that it must not follow', { followRedirects: false }, (_, response) => response.writeHead(302, { location: '/' }).end(), 'server returned HTTP status 302 Found'],
    ['for a redirect to the metadata of the cloud', {}, (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(), 'does not connect to it'],
    ['for a redirect to them in disguise', {}, (_, response) => response.writeHead(307, { location: 'http://0xa9fea9fe/' }).end(), 'does not connect to it'],
    ['for a redirect to a file', {}, (_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(), 'another protocol'],
    ['for a redirect to nowhere', {}, (_, response) => response.writeHead(301, { location: 'http://[' }).end(), 'no URL'],
  ];
  it.each(rows)('%s', async (_, job, listener, message) => {
    const target = await serve(listener);
    await expect(bodyOf(clientOf(job), `http://${target.address}/`, message.includes('timeout') ? 300 : 5_000)).rejects.toThrow(message);
  });

  it('when nobody listens', async () => {
    const target = await startTarget(text);
    await target.close();
    await expect(bodyOf(clientOf(), `http://${target.address}/`)).rejects.toThrow('ECONNREFUSED');
  });

  it('when all scrapes together hold too much, and gives back what it held', async () => {
    const target = await serve(text.repeat(1_000));
    const budget = createBodyBudget(5_000);
    const client = clientOf({}, budget);
    expect(await client.get(`http://${target.address}/`, 5_000, ({ body }) => [body.length, budget.take(2_000)])).toEqual([4_000, false]);
    budget.take(2_000);
    await expect(bodyOf(client, `http://${target.address}/`)).rejects.toThrow('Too many large bodies');
    budget.giveBack(2_000);
    expect(budget.take(5_000)).toBe(true);
  });
});

describe('a redirect', () => {
  it('is followed without the credentials when it leads to another server', async () => {
    const second = await serve(text);
    const first = await serve((request, response) => response.writeHead(302, { location: request.url === '/' ? '/here' : `http://u:p@${second.address}/there` }).end());
    await bodyOf(clientOf({ auth: { type: 'bearer', token: 'tok' }, headers: [{ name: 'X-Key', value: 'secret' }] }), `http://${first.address}/`);
    expect(first.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([['/', 'Bearer tok'], ['/here', 'Bearer tok']]);
    expect(second.requests.map(({ url, headers }) => [url, headers.authorization, headers['x-key']])).toEqual([['/there', undefined, undefined]]);
  });
});

describe('TLS', () => {
  const server = { cert: certificate('server.pem'), key: certificate('server.key') };
  const mutual = { ...server, ca: certificate('ca.pem'), requestCert: true, rejectUnauthorized: true };
  const rows: [what: string, tls: Record<string, unknown>, options: object, error: string | null][] = [
    ['refuses an authority that nobody knows', { serverName: 'server.example.com' }, server, 'unable to verify the first certificate'],
    ['trusts the authority of the job', { serverName: 'server.example.com', ca: certificate('ca.pem') }, server, null],
    ['refuses another name', { serverName: 'other.example.com', ca: certificate('ca.pem') }, server, "does not match certificate's altnames"],
    ['refuses the address where the certificate has a name', { ca: certificate('ca.pem') }, server, "does not match certificate's altnames"],
    ['trusts everybody when told to', { insecureSkipVerify: true }, server, null],
    ['shows its own certificate', { insecureSkipVerify: true, clientCert: certificate('client.pem'), clientKey: certificate('client.key') }, mutual, null],
  ];
  it.each(rows)('%s', async (_, tls, options, error) => {
    const target = await serve(text, options);
    const answer = bodyOf(clientOf({ scheme: 'https', tls }), `https://${target.address}/`);
    if (error === null) expect(await answer).toBe(text);
    else await expect(answer).rejects.toThrow(error);
  });

  it('fails where a certificate is asked for and there is none', async () => {
    const target = await serve(text, mutual);
    await expect(bodyOf(clientOf({ tls: { insecureSkipVerify: true } }), `https://${target.address}/`)).rejects.toThrow();
  });

  it('does not show its certificate to whom a redirect leads', async () => {
    const second = await serve(text, mutual);
    const first = await serve((_, response) => response.writeHead(302, { location: `https://${second.address}/` }).end(), mutual);
    const client = clientOf({ tls: { insecureSkipVerify: true, clientCert: certificate('client.pem'), clientKey: certificate('client.key') } });
    await expect(bodyOf(client, `https://${first.address}/`)).rejects.toThrow();
    expect(first.requests).toHaveLength(1);
    expect(second.requests).toHaveLength(0);
  });
});

describe('an address', () => {
  it.each(['127.0.0.1', '::1', '10.0.0.1', '192.168.1.1', '172.16.0.1', 'fd00::1', '192.0.2.1', '2001:db8::1'])('%s may be scraped', (address) => {
    expect(isAllowedAddress(address)).toBe(true);
  });

  it.each(['169.254.169.254', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::', '::a9fe:a9fe', 'fd00:ec2::254', '100.100.100.200', '64:ff9b:1::a9fe:a9fe', 'fd20:ce::254', '168.63.129.16', '192.0.0.192', '64:ff9b::168.63.129.16', '2002:c000:c0::1', 'not an address'])(
    '%s may not',
    (address) => expect(isAllowedAddress(address)).toBe(false),
  );

  const disguised = ['http://169.254.169.254/', 'http://2852039166/', 'http://0251.0376.0251.0376/', 'http://169.254.43518/', 'http://[::ffff:169.254.169.254]/', 'http://[fe80::1]/', 'http://169.254.169.254./'];
  it.each(disguised)('%s is refused before anything is sent', async (url) => {
    await expect(bodyOf(clientOf(), url, 1_000)).rejects.toThrow('does not connect to it');
  });

  it('is looked at after the name was resolved', async () => {
    const lookup = (name: string) => new Promise((resolve) => lookupAllowed(name, { all: true }, (error, addresses) => resolve(error?.message ?? addresses)));
    expect(await lookup('localhost')).toEqual(expect.arrayContaining([expect.objectContaining({ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string })]));
    expect(await lookup('169.254.169.254')).toContain('does not connect to it');
  });
});

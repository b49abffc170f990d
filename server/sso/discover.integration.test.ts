import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { discover } from './discover';
import { insidePolicy, providerHttpOptions, publicPolicy, withReach } from './provider-agent';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (message: IncomingMessage, response: ServerResponse, origin: string) => void): Promise<string> {
  const server = createServer((message, response) => answer(message, response, origin));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return origin;
}

const documentOf = (origin: string, changed: object = {}) => JSON.stringify({ issuer: origin, authorization_endpoint: `${origin}/a`, token_endpoint: `${origin}/t`, jwks_uri: `${origin}/k`, ...changed });

describe('what a provider says of itself', () => {
  it('is taken from an issuer on this machine, whose endpoints may be there too', async () => {
    const issuer = await serve((_, response, origin) => response.end(documentOf(origin)));
    expect(await discover(issuer)).toMatchObject({ token: `${issuer}/t`, policy: insidePolicy });
  });

  it('is refused when it names a metadata service', async () => {
    const issuer = await serve((_, response, origin) => response.end(documentOf(origin, { token_endpoint: 'https://169.254.169.254/latest' })));
    await expect(discover(issuer)).rejects.toThrow(/169\.254\.169\.254/);
  });

  const silent: [what: string, answer: (response: ServerResponse) => void, reason: RegExp][] = [
    ['a redirect to elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.2:1/' }).end(), /redirects/],
    ['a failure', (response) => response.writeHead(500).end(), /answered 500/],
    ['a document without an end', (response) => Readable.from(endless()).pipe(response), /JSON/],
  ];
  it.each(silent)('is refused with %s', async (_, answer, reason) => {
    const issuer = await serve((__, response) => answer(response));
    await expect(discover(issuer)).rejects.toThrow(reason);
  });
});

/** A request as the library of next-auth makes it. */
function ask(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, providerHttpOptions(false), (response) => {
      let bytes = 0;
      response.on('data', (part: Buffer) => (bytes += part.length)).once('end', () => resolve(bytes)).once('error', reject);
    });
    request.once('error', reject).end();
  });
}

describe('a request to an endpoint of a provider', () => {
  it('goes nowhere into a private network for a provider on the internet, whatever name its document has for it', async () => {
    const origin = await serve((_, response) => response.end('inside'));
    const named = origin.replace('127.0.0.1', 'localhost');
    expect(await withReach(insidePolicy, () => ask(named))).toBe(6);
    for (const url of [origin, named]) await expect(withReach(publicPolicy, () => ask(url))).rejects.toThrow(/not an address of the public internet/);
  });

  it('ends when the answer is too large, and when it takes too long', { timeout: 15_000 }, async () => {
    const large = await serve((_, response) => Readable.from(endless()).pipe(response));
    await expect(ask(large)).rejects.toThrow(/more than 1048576 bytes|aborted/);
    const slow = await serve((_, response) => {
      const drip = setInterval(() => response.write('.'), 100);
      response.once('close', () => clearInterval(drip));
    });
    const startedAt = performance.now();
    await expect(ask(slow)).rejects.toThrow(/did not answer within|aborted/);
    expect(performance.now() - startedAt).toBeLessThan(7_000);
  });
});

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536, ' ');
}

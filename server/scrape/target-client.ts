import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { ScrapeSecrets, ScrapeSettings } from '@/lib/scrape/schemas';
import { checkHost, lookupAllowed } from './address-policy';
import type { BodyBudget } from './body-budget';
import { reasonOf, ScrapeError } from './scrape-error';

/** The answer of a target, decompressed. */
interface TargetAnswer {
  status: number;
  contentType: string | null;
  body: Buffer;
  /** Throws why the exchange was ended, if it was: by its timeout, or from outside. */
  checkEnd: () => void;
}

/** Speaks HTTP with the targets of one job, over connections that stay open between scrapes. */
export interface TargetClient {
  /**
   * Gets a URL and hands the answer of status 200 to `use`; the body is free again afterwards. The timeout is for the whole exchange, redirects
   * included, and for `use` where that asks `checkEnd`. Throws ScrapeError.
   */
  get<T>(url: string, timeoutMs: number, use: (answer: TargetAnswer) => T | Promise<T>): Promise<T>;
  /** Closes the connections: at once, with whatever is running, or when nothing runs any more. */
  close(when: 'now' | 'idle'): void;
}

type ReceivedAnswer = Omit<TargetAnswer, 'checkEnd'>;
export type ClientSettings = Pick<ScrapeSettings, 'headers' | 'auth' | 'tls' | 'followRedirects' | 'bodySizeLimitBytes'>;

const maxRedirects = 5;
const maxAttempts = 3;
const accept = 'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.1';
const userAgent = 'Nines';

export function createTargetClient(settings: ClientSettings, secrets: ScrapeSecrets, budget: BodyBudget): TargetClient {
  const agents = createAgents(settings.tls, secrets);
  const credentials = credentialHeaders(settings, secrets);
  const running = new Set<Exchange>();
  const closeAgents = () => [agents.http, agents.https, agents.elsewhere].forEach((agent) => agent.destroy());
  let isClosing = false;
  return {
    async get(url, timeoutMs, use) {
      const headers = {
        accept,
        'accept-encoding': 'gzip, deflate',
        'user-agent': userAgent,
        'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
      };
      const exchange = new Exchange(settings, agents, { common: headers, credentials }, budget);
      running.add(exchange);
      const timer = setTimeout(() => exchange.abort(new ScrapeError(`The scrape took longer than its timeout of ${timeoutMs / 1000} s.`)), timeoutMs);
      try {
        return await use({ ...(await exchange.run(new URL(url))), checkEnd: () => exchange.checkEnd() });
      } catch (error) {
        throw error instanceof ScrapeError ? error : new ScrapeError(reasonOf(error));
      } finally {
        clearTimeout(timer);
        running.delete(exchange);
        exchange.release();
        if (isClosing && running.size === 0) closeAgents();
      }
    },
    close(when) {
      isClosing = true;
      if (when === 'now') for (const exchange of running) exchange.abort(new ScrapeError('The scrape was stopped.'));
      if (running.size === 0) closeAgents();
    },
  };
}

interface Agents {
  http: http.Agent;
  https: https.Agent;
  /** For hosts that a redirect leads to: they do not get the client's certificate. */
  elsewhere: https.Agent;
}

/** Connections stay open between scrapes, and are closed when nobody used them for minutes: targets come and go. */
const kept = { keepAlive: true, timeout: 300_000 };

function createAgents(tls: ScrapeSettings['tls'], secrets: ScrapeSecrets): Agents {
  const trust = {
    ...kept,
    ...(tls.ca === null ? {} : { ca: tls.ca }),
    ...(tls.serverName === null ? {} : { servername: tls.serverName }),
    rejectUnauthorized: !tls.insecureSkipVerify,
  };
  const identity = tls.clientCert === null ? {} : { cert: tls.clientCert, key: secrets.clientKey };
  return { http: new http.Agent(kept), https: new https.Agent({ ...trust, ...identity }), elsewhere: new https.Agent(trust) };
}

function credentialHeaders({ auth, headers }: ClientSettings, secrets: ScrapeSecrets): Record<string, string> {
  const own = Object.fromEntries(headers.map(({ name }) => [name, secrets.headers[name.toLowerCase()] ?? '']));
  switch (auth.type) {
    case 'none':
      return own;
    case 'basic':
      return { ...own, authorization: `Basic ${Buffer.from(`${auth.username}:${secrets.password ?? ''}`).toString('base64')}` };
    case 'bearer':
      return { ...own, authorization: `Bearer ${secrets.token ?? ''}` };
  }
}

/** One GET with its redirects and its second attempts; it can be ended from outside at any moment. */
class Exchange {
  #ended: ScrapeError | null = null;
  #end: (reason: ScrapeError) => void = () => undefined;
  #takenBytes = 0;

  constructor(
    private readonly settings: ClientSettings,
    private readonly agents: Agents,
    private readonly headers: { common: Record<string, string>; credentials: Record<string, string> },
    private readonly budget: BodyBudget,
  ) {}

  abort(reason: ScrapeError): void {
    this.#ended ??= reason;
    this.#end(this.#ended);
  }

  checkEnd(): void {
    if (this.#ended) throw this.#ended;
  }

  release(): void {
    this.budget.giveBack(this.#takenBytes);
    this.#takenBytes = 0;
  }

  async run(start: URL): Promise<ReceivedAnswer> {
    let url = start;
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.#respond(url, url.origin === start.origin);
      const next = redirectOf(response, url);
      if (next === null || !this.settings.followRedirects) return await this.#answer(response);
      response.destroy();
      if (redirects === maxRedirects) throw new ScrapeError(`The target redirects more than ${maxRedirects} times.`);
      url = next;
    }
  }

  /** A connection that was kept open may have been closed by the other side at this very moment: then another is tried. */
  async #respond(url: URL, isSameOrigin: boolean): Promise<http.IncomingMessage> {
    checkHost(url.hostname);
    for (let attempt = 1; ; attempt += 1) {
      const { response, request } = this.#request(url, isSameOrigin);
      try {
        return await response;
      } catch (error) {
        if (this.#ended !== null || !request.reusedSocket || attempt === maxAttempts) throw error;
      }
    }
  }

  #request(url: URL, isSameOrigin: boolean): { request: http.ClientRequest; response: Promise<http.IncomingMessage> } {
    const isTls = url.protocol === 'https:';
    const headers = isSameOrigin ? { ...this.headers.credentials, ...this.headers.common } : this.headers.common;
    const agent = isTls ? (isSameOrigin ? this.agents.https : this.agents.elsewhere) : this.agents.http;
    const request = (isTls ? https : http).request(url, { headers, agent, lookup: lookupAllowed });
    const response = new Promise<http.IncomingMessage>((resolve, reject) => {
      this.#end = (reason) => {
        request.destroy(reason);
        reject(reason);
      };
      request.on('response', resolve);
      request.on('error', reject);
      if (this.#ended) this.#end(this.#ended);
      else request.end();
    });
    return { request, response };
  }

  #answer(response: http.IncomingMessage): Promise<ReceivedAnswer> {
    const status = response.statusCode ?? 0;
    const contentType = response.headers['content-type'] ?? null;
    const limit = this.settings.bodySizeLimitBytes;
    return new Promise((resolve, reject) => {
      const stream = decoded(response);
      const chunks: Buffer[] = [];
      let size = 0;
      const fail = (error: unknown) => {
        // First the reason: what ends by it tells of its own end at once.
        reject(error instanceof Error ? error : new ScrapeError(String(error)));
        response.destroy();
        stream?.destroy();
      };
      this.#end = fail;
      if (this.#ended) return fail(this.#ended);
      if (status !== 200) return fail(new ScrapeError(`server returned HTTP status ${status} ${http.STATUS_CODES[status] ?? ''}`.trim()));
      if (stream === null) return fail(new ScrapeError('The body is encoded in a way that was not asked for.'));
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) return fail(new ScrapeError(`body size limit exceeded (limit: ${limit} bytes)`));
        if (!this.budget.take(chunk.length)) return fail(new ScrapeError('Too many large bodies are being scraped at this moment.'));
        this.#takenBytes += chunk.length;
        chunks.push(chunk);
      });
      stream.on('end', () => resolve({ status, contentType, body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size) }));
      stream.on('error', fail);
      response.on('error', fail);
      response.on('aborted', () => fail(new ScrapeError('The target closed the connection before the end of its answer.')));
    });
  }
}

function decoded(response: http.IncomingMessage): Readable | null {
  switch ((response.headers['content-encoding'] ?? 'identity').toLowerCase()) {
    case 'identity':
    case '':
      return response;
    case 'gzip':
    case 'x-gzip':
      return response.pipe(createGunzip());
    case 'deflate':
      return response.pipe(createInflate());
    default:
      return null;
  }
}

function redirectOf({ statusCode, headers }: http.IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode ?? 0) || headers.location === undefined) return null;
  if (!URL.canParse(headers.location, from.href)) throw new ScrapeError('The target redirects to what is no URL.');
  const next = new URL(headers.location, from);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') throw new ScrapeError('The target redirects to another protocol than HTTP.');
  next.username = '';
  next.password = '';
  return next;
}

import { parseHeaderLines } from '@/lib/checks/kinds/header-lines';
import type { HttpSecrets, HttpSettings } from '@/lib/checks/kinds/http';
import type { HttpAnswer, HttpRequest } from './http-exchange';
import { ProbeFailure } from './probe';

/** A request as it is made, and the headers in it that only the place of the check may get. */
export interface PlannedRequest extends HttpRequest {
  confidential: Readonly<Record<string, string>>;
}

const redirects = [301, 302, 303, 307, 308];
/** Not secret as they were entered, and still nothing for another server. */
const bound = ['authorization', 'cookie', 'host'];

export function firstRequest(settings: HttpSettings, secrets: HttpSecrets): PlannedRequest {
  const own = Object.fromEntries(settings.headers.map(({ name, value }) => [name.toLowerCase(), value]));
  const isBound = ([name]: [string, string]) => bound.includes(name);
  const type: Record<string, string> = settings.body === '' ? {} : { 'content-type': isJson(settings.body) ? 'application/json' : 'text/plain; charset=utf-8' };
  return {
    method: settings.method,
    url: new URL(settings.url),
    headers: { 'user-agent': 'Nines', accept: '*/*', 'accept-encoding': 'gzip, deflate, br', ...type, ...Object.fromEntries(Object.entries(own).filter((header) => !isBound(header))) },
    confidential: { ...Object.fromEntries(Object.entries(own).filter(isBound)), ...credentialOf(settings, secrets), ...secretHeadersOf(secrets) },
    body: settings.body,
  };
}

/** Every text that must not appear in what is kept of a try. */
export function secretTexts(settings: HttpSettings, secrets: HttpSecrets): string[] {
  return [secrets.password, secrets.token, ...Object.values(credentialOf(settings, secrets)), ...Object.values(secretHeadersOf(secrets))].filter((text) => text !== undefined);
}

/** What a redirect leads to (RFC 9110, 15.4), null when an answer is none. Throws ProbeFailure for one that leads nowhere. */
export function redirectedRequest(request: PlannedRequest, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): PlannedRequest | null {
  const { location } = headers;
  if (!isRedirect(status, headers) || location === undefined) return null;
  const next = URL.canParse(location, request.url.href) ? new URL(location, request.url) : null;
  if (next?.protocol !== 'http:' && next?.protocol !== 'https:') throw new ProbeFailure(`${request.url.host} redirects to what is no http or https URL.`, false);
  next.username = '';
  next.password = '';
  next.hash = '';
  const becomesGet = (status === 303 && request.method !== 'HEAD') || (status < 303 && request.method === 'POST');
  if (!becomesGet) return { ...request, url: next };
  const headersOfContent = Object.entries(request.headers).filter(([name]) => !name.startsWith('content-'));
  return { ...request, url: next, method: 'GET', body: '', headers: Object.fromEntries(headersOfContent) };
}

export function isRedirect(status: number, headers: HttpAnswer['headers']): boolean {
  return redirects.includes(status) && headers.location !== undefined;
}

/** A URL as it may be shown: what stands in its query may be a session. */
export function shownUrl({ origin, pathname, search }: URL): string {
  return `${origin}${pathname}${search === '' ? '' : '?...'}`.slice(0, 300);
}

function credentialOf({ auth, username }: HttpSettings, { password = '', token = '' }: HttpSecrets): Record<string, string> {
  switch (auth) {
    case 'none':
      return {};
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${token}` };
  }
}

function secretHeadersOf({ secretHeaders }: HttpSecrets): Record<string, string> {
  return Object.fromEntries((parseHeaderLines(secretHeaders ?? '') ?? []).map(({ name, value }) => [name, value]));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import type { IncomingMessage } from 'node:http';
import { isAppError, messageOf } from '@/lib/errors';
import type { PublicPage } from '@/lib/status-pages/public-page';
import { actDocument, saidDocument } from '@/lib/status-pages/render/subscriber-sheets';
import { readSubscribeForm, readToken } from '@/lib/status-pages/subscribers';
import type { Database } from '@/server/database/database';
import type { Answer } from '@/server/http/answer';
import { readBytes } from '@/server/http/read-bytes';
import { internalHeaders } from '@/server/http/request-headers';
import type { Log } from '@/server/log';
import type { AddressPolicy } from '@/server/outgoing/address-policy';
import type { Sealer } from '@/server/secrets/sealed';
import type { ListedPage } from '@/server/status-pages/page-list';
import { documentAnswer, notAllowed, notFound, notReady } from '@/server/status-pages/public-answers';
import type { SubscriberPages } from '@/server/status-pages/status-pages';
import { createAskedLimit } from './asked-limit';
import { createLinkTries } from './link-tries';
import { confirmSubscription, leavePage, subscribe } from './subscriptions';
import { createSubscriberTokens } from './tokens';

interface Options {
  database: Pick<Database, 'transaction'>;
  sealer: Pick<Sealer, 'derive'>;
  /** Of what updates are posted to: a webhook that is written as another address is refused at once. */
  policy: Pick<AddressPolicy, 'checkHost'>;
  log: Log;
  now?: () => number;
}

interface Asked {
  listed: ListedPage;
  page: PublicPage;
  query: URLSearchParams;
  form: URLSearchParams;
  address: string;
}

const formLimits = { maxBytes: 8 * 1024, timeoutMs: 10_000 };

/** The forms of a page by which readers subscribe, confirm and leave. They need no session and carry nobody's authority, so another site that sends them gains nothing. */
export function createSubscriberPages({ database, sealer, policy, log, now = Date.now }: Options): SubscriberPages {
  const parts = { database, tokens: createSubscriberTokens(sealer) };
  const asked = createAskedLimit();
  const tries = createLinkTries();

  async function ask({ listed, page, form, address }: Asked): Promise<Answer> {
    const wanted = readSubscribeForm(form);
    if ('problem' in wanted) return said(page, 400, 'Not subscribed', wanted.problem);
    if (wanted.kind === 'email' && !page.canSubscribeByEmail) return said(page, 400, 'Not subscribed', 'This page sends no email.');
    if (wanted.kind === 'webhook' && !isReachable(policy, wanted.address)) return said(page, 400, 'Not subscribed', 'Updates are not posted to this address: it is not one of the public internet.');
    // Counts also what was asked before, so that the answer tells nothing of an address.
    if (!asked.take({ address, pageId: listed.id, kind: wanted.kind }, now())) return retryLater(said(page, 429, 'Not subscribed', 'Too many asked within the last hour. Try again in an hour.'), 3_600);
    switch (await subscribe(parts, listed, wanted, now())) {
      case 'gone':
        return notFound;
      case 'no_incident':
        return said(page, 400, 'Not subscribed', 'There is no such incident on this page.');
      case 'full':
        return said(page, 503, 'Not subscribed', 'This page takes no more subscribers. Use a feed instead.');
      case 'host_full':
        return said(page, 503, 'Not subscribed', 'This page takes no more webhooks of this host. Use a feed instead.');
      case 'taken':
        return said(page, 200, 'Please confirm', wanted.kind === 'email' ? 'If this address is not subscribed yet, a mail with a link to confirm is on its way to it. The link works for 48 hours.' : 'If this webhook is not subscribed yet, a link to confirm is posted to it. The link works for 48 hours.');
    }
  }

  async function confirm({ listed, page, query, form, address }: Asked): Promise<Answer> {
    const token = readToken(form.get('token') ?? query.get('token'));
    const isConfirmed = token !== null && (await tries.run(address, now(), () => confirmSubscription(parts, listed, token, now())));
    if (isConfirmed) return said(page, 200, 'Confirmed', 'Updates of this page are sent to you from now on. Each has a link to leave.');
    return said(page, 400, 'Not confirmed', 'This link does not work any more. Subscribe again to get a new one.');
  }

  async function leave({ listed, page, query, form, address }: Asked): Promise<Answer> {
    const token = readToken(form.get('token') ?? query.get('token'));
    if (token === null) return said(page, 400, 'Link incomplete', 'This link is incomplete. Copy the whole of it from the mail.');
    if (await tries.run(address, now(), () => leavePage(parts, listed, token))) return said(page, 200, 'Subscription ended', 'No more updates are sent to you by it.');
    return said(page, 404, 'Link not known', 'This link is not known here; it may be of an older address of the page, or its subscription has ended already. The newest message has a link that works.');
  }

  const acts: Readonly<Record<string, { post: (asked: Asked) => Promise<Answer>; sheet: 'confirm' | 'leave' | null }>> = {
    '/subscribe': { post: ask, sheet: null },
    '/confirm': { post: confirm, sheet: 'confirm' },
    '/leave': { post: leave, sheet: 'leave' },
  };

  async function answer(message: IncomingMessage, listed: ListedPage, path: string, read: () => Promise<PublicPage | null>): Promise<Answer> {
    const act = Object.hasOwn(acts, path) ? acts[path] : undefined;
    if (!act) return notFound;
    const isLook = message.method === 'GET' || message.method === 'HEAD';
    if (message.method !== 'POST' && !(isLook && act.sheet)) return notAllowed(act.sheet ? 'GET, HEAD, POST' : 'POST');
    const query = new URLSearchParams(message.url?.split('?')[1] ?? '');
    try {
      const page = await read();
      if (!page) return notFound;
      if (isLook) return act.sheet ? look(page, act.sheet, query.get('token')) : notFound;
      const form = await readForm(message);
      if (typeof form === 'string') return said(page, 413, 'Not taken', form);
      const address = String(message.headers[internalHeaders.address] ?? 'unknown');
      return await act.post({ listed, page, query, form, address }).catch((error: unknown) => tooMany(page, error));
    } catch (error) {
      log.warn({ page: listed.slug, reason: messageOf(error) }, 'a form of a status page could not be answered');
      return notReady;
    }
  }

  return { answer: (message, listed, path, page) => (Object.hasOwn(acts, path) ? answer(message, listed, path, page) : null) };
}

function look(page: PublicPage, act: 'confirm' | 'leave', given: string | null): Answer {
  const token = readToken(given);
  return token === null ? said(page, 400, 'Link incomplete', 'This link is incomplete. Copy the whole of it from the message.') : documentAnswer(actDocument(page, act, token));
}

/** A sentence for what is too large or does not come. */
async function readForm(message: IncomingMessage): Promise<URLSearchParams | string> {
  try {
    return new URLSearchParams((await readBytes(message, formLimits)).toString('utf8'));
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}

function isReachable({ checkHost }: Options['policy'], address: string): boolean {
  try {
    checkHost(new URL(address).hostname);
    return true;
  } catch {
    return false;
  }
}

function said(page: PublicPage, status: number, title: string, words: string): Answer {
  return documentAnswer(saidDocument(page, title, words), status);
}

/** The answer to who tries too much; throws what is anything else. */
function tooMany(page: PublicPage, error: unknown): Answer {
  if (!isAppError(error) || error.code !== 'too_many_requests') throw error;
  return retryLater(said(page, 429, 'Too many tries', error.message), error.retryAfterSeconds ?? 60);
}

function retryLater(answer: Answer, seconds: number): Answer {
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}

import type { IncomingMessage } from 'node:http';
import type pg from 'pg';
import { messageOf } from '@/lib/errors';
import type { PublicPage } from '@/lib/status-pages/public-page';
import type { Database } from '@/server/database/database';
import type { Answer } from '@/server/http/answer';
import { acceptsGzip } from '@/server/http/compress';
import type { Log } from '@/server/log';
import { problemOfHost, type HostRules } from './allowed-hosts';
import { createCopies } from './copies';
import { listenToChanges, type ChangeListener } from './listen-to-changes';
import { LivePage, type Place } from './live-page';
import { listPages, type ListedPage } from './page-list';
import { notAllowed, notFound, notReady, type PublicCopy } from './public-answers';
import { createDayBars } from './read-bars';
import { readPublicPage } from './read-public-page';
import { createRebuilds, type Rebuilds } from './rebuilds';

/** What readers do with a page: subscribe, confirm, leave. */
export interface SubscriberPages {
  /** Null for a path that is not theirs. `path` is below the page: /subscribe. */
  answer(message: IncomingMessage, listed: ListedPage, path: string, page: () => Promise<PublicPage | null>): Promise<Answer> | null;
}

interface StatusPagesOptions {
  database: Database;
  /** For a connection of its own that is told of changes. */
  connection: pg.ClientConfig;
  log: Log;
  /** Where people reach Nines. */
  url: string;
  /** A name that no page may have is none's, whatever is stored. */
  hosts: HostRules;
  subscribers?: SubscriberPages;
}

export interface StatusPages {
  /** Resolves once it is known which pages there are. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether a Host header names a page: nothing else of Nines is there. */
  hasHost(host: string | undefined): boolean;
  /** The answer to a request for a public page; null for any other request. */
  find(message: IncomingMessage, pathname: string): { route: string; answer: Answer | Promise<Answer> } | null;
}

const prefix = '/status/';
const mostCopyBytes = 64 * 1024 * 1024;
const mostPageBytes = 16 * 1024 * 1024;

/** The public pages of all tenants, served from copies in memory. Which pages there are is in memory too, so that addresses that there are not cost nothing. */
export function createStatusPages({ database, connection, log, url, hosts, subscribers }: StatusPagesOptions): StatusPages {
  const copies = createCopies(mostCopyBytes, mostPageBytes);
  const live = new Map<string, LivePage>();
  let bySlug: ReadonlyMap<string, ListedPage> = new Map();
  let byHost: ReadonlyMap<string, ListedPage> = new Map();
  let byTenant: ReadonlyMap<string, ListedPage> = new Map();
  let listener: ChangeListener | null = null;
  const rebuilds: Rebuilds = createRebuilds(live, { log, reload, drop });

  async function reload(): Promise<string[]> {
    const pages = await listPages(database);
    bySlug = new Map(pages.map((page) => [page.slug, page]));
    byHost = new Map(pages.flatMap((page) => (page.host === null || (hosts.publicUrl !== null && problemOfHost(page.host, hosts) !== null) ? [] : [[page.host, page] as const])));
    byTenant = new Map(pages.map((page) => [page.tenant.id, page]));
    const byId = new Map(pages.map((page) => [page.id, page]));
    const changed: string[] = [];
    for (const [id, page] of live) {
      const listed = byId.get(id);
      if (!listed) drop(id);
      else if (page.move(listed)) changed.push(id);
    }
    return changed;
  }

  function drop(id: string): void {
    live.delete(id);
    copies.replace(id, new Map());
  }

  function liveOf(listed: ListedPage): LivePage {
    const known = live.get(listed.id);
    if (known) return known;
    const dayBars = createDayBars();
    const made = new LivePage(listed, { copies, log, url, read: () => readPublicPage(database, listed, dayBars, Date.now()), now: Date.now });
    live.set(listed.id, made);
    return made;
  }

  function answerOf(message: IncomingMessage, listed: ListedPage, place: Place, path: string): Answer | Promise<Answer> {
    const page = liveOf(listed);
    const theirs = subscribers?.answer(message, listed, path, () => page.page(place));
    if (theirs) return theirs;
    if (message.method !== 'GET' && message.method !== 'HEAD') return notAllowed('GET, HEAD');
    const copy = page.copy(place, path);
    if (copy) return chosen(copy, message);
    return page.render(place, path).then(
      (made) => (made ? chosen(made, message) : notFound),
      (error: unknown) => {
        log.warn({ page: listed.slug, reason: messageOf(error) }, 'a status page could not be read');
        return notReady;
      },
    );
  }

  return {
    async start() {
      await reload();
      listener = listenToChanges(connection, {
        log,
        onGap: () => rebuilds.all(),
        onChange: (tenantId, isListed) => {
          if (isListed) rebuilds.list();
          const page = byTenant.get(tenantId);
          if (page) rebuilds.soon(page.id);
        },
      });
      await listener.ready;
      rebuilds.start();
    },
    async stop() {
      rebuilds.stop();
      await listener?.stop();
    },
    hasHost: (host) => byHost.size > 0 && host !== undefined && byHost.has(nameOf(host)),
    find(message, pathname) {
      const { host } = message.headers;
      const named = byHost.size > 0 && host !== undefined ? byHost.get(nameOf(host)) : undefined;
      if (named) return { route: 'status page', answer: answerOf(message, named, 'host', pathname) };
      if (!pathname.startsWith(prefix)) return null;
      const end = pathname.indexOf('/', prefix.length);
      const listed = bySlug.get(end < 0 ? pathname.slice(prefix.length) : pathname.slice(prefix.length, end));
      return { route: '/status/*', answer: listed ? answerOf(message, listed, 'slug', end < 0 ? '/' : pathname.slice(end)) : notFound };
    },
  };
}

function chosen(copy: PublicCopy, { headers }: IncomingMessage): Answer {
  const known = headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.includes(copy.tag.slice(2)))) return copy.unchanged;
  const accepted = headers['accept-encoding'];
  return accepted !== undefined && acceptsGzip(Array.isArray(accepted) ? accepted.join() : accepted) ? copy.compressed : copy.plain;
}

/** Without the port, and the dot that ends a full name. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}

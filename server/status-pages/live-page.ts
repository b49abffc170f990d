import { setImmediate } from 'node:timers/promises';
import { messageOf } from '@/lib/errors';
import type { PublicPage } from '@/lib/status-pages/public-page';
import { prepareTexts, renderPath } from '@/lib/status-pages/render/render-path';
import type { Log } from '@/server/log';
import type { Copies } from './copies';
import type { ListedPage } from './page-list';
import { hostAddress, pageAddress } from './public-address';
import { copyOf, type PublicCopy } from './public-answers';
import type { PageContent } from './read-public-page';

/** Below which address a page is looked at. */
export type Place = 'slug' | 'host';

interface Parts {
  copies: Copies;
  log: Log;
  /** Of Nines. */
  url: string;
  read: () => Promise<PageContent | null>;
  now: () => number;
}

const mostAsked = 50;
/** Rendered at once when a page is read again; the paths that are left wait until somebody asks. */
const mostBytes = 8 * 1024 * 1024;

/** A page that somebody asked for: its content, and what was rendered of it. It is read again when it is told to, never because somebody asks. */
export class LivePage {
  readonly #parts: Parts;
  #listed: ListedPage;
  #content: PageContent | null = null;
  #isBehind = false;
  #building: Promise<void> | null = null;
  /** When it was read or tried to be read last, and asked for last: milliseconds since 1970. */
  triedAt = 0;
  askedAt: number;
  #asked = new Set<string>();
  readonly #rendering = new Map<string, Promise<PublicCopy | null>>();

  constructor(listed: ListedPage, parts: Parts) {
    this.#listed = listed;
    this.#parts = parts;
    this.askedAt = parts.now();
  }

  get isBehind(): boolean {
    return this.#isBehind;
  }

  get isBuilding(): boolean {
    return this.#building !== null;
  }

  /** Whether it is at another address than before. */
  move(listed: ListedPage): boolean {
    const hasMoved = listed.slug !== this.#listed.slug || listed.host !== this.#listed.host;
    this.#listed = listed;
    if (hasMoved) {
      this.#parts.copies.replace(listed.id, new Map());
      this.#rendering.clear();
    }
    return hasMoved;
  }

  /** What was rendered already. */
  copy(place: Place, path: string): PublicCopy | undefined {
    this.askedAt = this.#parts.now();
    const key = keyOf(place, path);
    const known = this.#parts.copies.get(this.#listed.id, key);
    if (known && this.#asked.size < mostAsked) this.#asked.add(key);
    return known;
  }

  /** Null for a path that there is not. All who ask at the same time get the same. Throws what the database throws where nothing was ever read. */
  render(place: Place, path: string): Promise<PublicCopy | null> {
    const key = keyOf(place, path);
    const running = this.#rendering.get(key);
    if (running) return running;
    const made = this.#render(place, path).finally(() => {
      if (this.#rendering.get(key) === made) this.#rendering.delete(key);
    });
    this.#rendering.set(key, made);
    return made;
  }

  async #render(place: Place, path: string): Promise<PublicCopy | null> {
    const page = await this.page(place);
    const copy = page && (await this.#made(page, path));
    if (copy && this.#isCurrent(page, place)) {
      this.#parts.copies.add(this.#listed.id, keyOf(place, path), copy);
      if (this.#asked.size < mostAsked) this.#asked.add(keyOf(place, path));
    }
    return copy;
  }

  /** The page as it is shown at a place; null where it was deleted. Throws what the database throws where nothing was ever read. */
  async page(place: Place): Promise<PublicPage | null> {
    if (!this.#content) await this.build();
    return this.#shown(place);
  }

  /** Reads it again; those who ask meanwhile get what was there. Throws only where nothing was ever read. */
  build(): Promise<void> {
    return (this.#building ??= this.#read().finally(() => (this.#building = null)));
  }

  async #read(): Promise<void> {
    const { read, now, log } = this.#parts;
    this.triedAt = now();
    try {
      this.#content = await read();
      this.#isBehind = false;
    } catch (error) {
      if (!this.#content) throw error;
      if (!this.#isBehind) log.warn({ page: this.#listed.slug, reason: messageOf(error) }, 'a status page could not be read again; its last copy is shown');
      this.#isBehind = true;
    }
    await this.#renderAsked();
  }

  async #renderAsked(): Promise<void> {
    const made = new Map<string, PublicCopy>();
    const [asked, listed] = [this.#asked, this.#listed];
    this.#asked = new Set();
    let bytes = 0;
    for (const key of asked) {
      if (bytes > mostBytes) break;
      const { place, path } = partsOf(key);
      const page = this.#shown(place);
      const copy = page && (await this.#made(page, path));
      if (!copy) continue;
      made.set(key, copy);
      bytes += copy.sizeBytes;
    }
    // Where it moved meanwhile, what was made names the address of before.
    if (this.#listed.slug !== listed.slug || this.#listed.host !== listed.host) return;
    this.#parts.copies.replace(this.#listed.id, made);
  }

  /** Others have their turn between the texts and between the paths: posts may be many, and long. */
  async #made(page: PublicPage, path: string): Promise<PublicCopy | null> {
    await setImmediate();
    for (const _ of prepareTexts(page, path)) await setImmediate();
    const rendered = renderPath(page, path);
    return rendered && copyOf(rendered, page);
  }

  #shown(place: Place): PublicPage | null {
    if (!this.#content) return null;
    const { slug, host } = this.#listed;
    const { url } = this.#parts;
    return { ...this.#content, isBehind: this.#isBehind, ...(place === 'host' && host !== null ? { base: '', address: hostAddress(url, host) } : { base: `/status/${slug}`, address: pageAddress(url, slug) }) };
  }

  /** Whether it would be rendered alike now: neither read again nor moved since. */
  #isCurrent({ asOf, isBehind, address }: PublicPage, place: Place): boolean {
    const now = this.#shown(place);
    return now !== null && now.asOf === asOf && now.isBehind === isBehind && now.address === address;
  }
}

function keyOf(place: Place, path: string): string {
  return place === 'host' ? `h${path}` : `s${path}`;
}

function partsOf(key: string): { place: Place; path: string } {
  return { place: key.startsWith('h') ? 'host' : 'slug', path: key.slice(1) };
}

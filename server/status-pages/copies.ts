import type { PublicCopy } from './public-answers';

/** What was rendered, of all pages together at most so many bytes: what was made longest ago makes room. */
export interface Copies {
  get(page: string, key: string): PublicCopy | undefined;
  /** Puts a page's copies in place of those it had. */
  replace(page: string, copies: ReadonlyMap<string, PublicCopy>): void;
  add(page: string, key: string, copy: PublicCopy): void;
  sizeBytes(): number;
}

export function createCopies(mostBytes: number): Copies {
  const pages = new Map<string, Map<string, PublicCopy>>();
  let sizeBytes = 0;

  function forget(page: string): void {
    for (const copy of pages.get(page)?.values() ?? []) sizeBytes -= copy.sizeBytes;
    pages.delete(page);
  }

  /** Without an end where one alone is larger: it is rendered anew each time. */
  function makeRoom(): void {
    for (const [page, copies] of pages) {
      for (const [key, copy] of copies) {
        if (sizeBytes <= mostBytes) return;
        copies.delete(key);
        sizeBytes -= copy.sizeBytes;
      }
      pages.delete(page);
    }
  }

  return {
    get: (page, key) => pages.get(page)?.get(key),
    replace(page, copies) {
      forget(page);
      if (copies.size === 0) return;
      pages.set(page, new Map(copies));
      for (const copy of copies.values()) sizeBytes += copy.sizeBytes;
      makeRoom();
    },
    add(page, key, copy) {
      const copies = pages.get(page) ?? new Map<string, PublicCopy>();
      sizeBytes += copy.sizeBytes - (copies.get(key)?.sizeBytes ?? 0);
      pages.set(page, copies.set(key, copy));
      makeRoom();
    },
    sizeBytes: () => sizeBytes,
  };
}

import type { PublicCopy } from './public-answers';

/** What was rendered, of all pages together and of each at most so many bytes: what was made longest ago makes room. */
export interface Copies {
  get(page: string, key: string): PublicCopy | undefined;
  /** Puts a page's copies in place of those it had. */
  replace(page: string, copies: ReadonlyMap<string, PublicCopy>): void;
  add(page: string, key: string, copy: PublicCopy): void;
  sizeBytes(): number;
}

export function createCopies(mostBytes: number, mostPageBytes = mostBytes): Copies {
  const pages = new Map<string, Map<string, PublicCopy>>();
  let sizeBytes = 0;

  function forget(page: string): void {
    for (const copy of pages.get(page)?.values() ?? []) sizeBytes -= copy.sizeBytes;
    pages.delete(page);
  }

  /** One page must not take the place of all others. */
  function makeRoomIn(copies: Map<string, PublicCopy>): void {
    let bytes = [...copies.values()].reduce((sum, copy) => sum + copy.sizeBytes, 0);
    for (const [key, copy] of copies) {
      if (bytes <= mostPageBytes) return;
      copies.delete(key);
      bytes -= copy.sizeBytes;
      sizeBytes -= copy.sizeBytes;
    }
  }

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
      const kept = new Map(copies);
      pages.set(page, kept);
      for (const copy of copies.values()) sizeBytes += copy.sizeBytes;
      makeRoomIn(kept);
      makeRoom();
    },
    add(page, key, copy) {
      const copies = pages.get(page) ?? new Map<string, PublicCopy>();
      sizeBytes += copy.sizeBytes - (copies.get(key)?.sizeBytes ?? 0);
      copies.delete(key);
      pages.set(page, copies.set(key, copy));
      makeRoomIn(copies);
      makeRoom();
    },
    sizeBytes: () => sizeBytes,
  };
}

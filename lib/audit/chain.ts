/** An entry as it is hashed: the texts of its columns as PostgreSQL writes them. */
export interface ChainedEntry {
  seq: number;
  id: string;
  tenantId: string;
  /** Milliseconds since 1970. */
  atMs: string;
  actor: string;
  action: string;
  before: string | null;
  after: string | null;
  requestId: string;
  address: string | null;
  /** Null only where somebody removed it. */
  hash: string | null;
}

/** A place in the chain: the entry with this number has this hash. Before the first entry it is 0 and ''. */
export interface ChainPlace {
  seq: number;
  hash: string;
}

export interface ChainFault {
  /** The number of the first entry whose link is broken. */
  seq: number;
  sentence: string;
}

const encoder = new TextEncoder();

/** What is hashed of an entry: each field with its length in bytes, so that no two entries have the same text. The same as the SQL function nines_audit_hash. */
export function linkText(entry: ChainedEntry, previous: string): string {
  const { seq, id, tenantId, atMs, actor, action, before, after, requestId, address } = entry;
  return [previous, String(seq), id, tenantId, atMs, actor, action, before, after, requestId, address].map(field).join('');
}

function field(text: string | null): string {
  return text === null ? '-' : `${encoder.encode(text).length}:${text}`;
}

/**
 * Follows the chain over entries in the order of their numbers, from the place before the first of them. `hashOf` is SHA-256 of the UTF-8 bytes in hexadecimal;
 * `signed` are hashes of which it was signed what they were, by the number of the entry.
 */
export function followChain(from: ChainPlace, entries: readonly ChainedEntry[], hashOf: (text: string) => string, signed: ReadonlyMap<number, string> = new Map()): { place: ChainPlace; fault: ChainFault | null } {
  let place = from;
  for (const entry of entries) {
    const seq = place.seq + 1;
    if (entry.seq !== seq) return { place, fault: { seq, sentence: missingSentence(seq, entry.seq - 1) } };
    const hash = hashOf(linkText(entry, place.hash));
    if (hash !== entry.hash) return { place, fault: { seq, sentence: changedSentence(entry, place, entries, hashOf) } };
    const known = signed.get(seq);
    if (known !== undefined && known !== hash) return { place, fault: { seq, sentence: rewrittenSentence(seq) } };
    place = { seq, hash };
  }
  return { place, fault: null };
}

/** Of entries that are not there. */
export function missingSentence(from: number, to: number): string {
  return from === to ? `Entry ${from} is missing.` : `Entries ${from} to ${to} are missing.`;
}

/** A hash that was signed is not the one that is there, though the chain fits together. */
function rewrittenSentence(seq: number): string {
  return `The chain fits together, but entry ${seq} is not the one that Nines signed: this entry or ones before it were rewritten, and the chain after them.`;
}

function changedSentence(entry: ChainedEntry, { seq, hash }: ChainPlace, entries: readonly ChainedEntry[], hashOf: (text: string) => string): string {
  const moved = entries.find((each) => each.seq !== entry.seq && hashOf(linkText({ ...each, seq: seq + 1 }, hash)) === each.hash);
  if (moved) return `The order was changed: what is entry ${moved.seq} now was written as entry ${seq + 1}.`;
  return `Entry ${seq + 1} was changed after it was written, or the link to the entry before it: its hash does not fit.`;
}

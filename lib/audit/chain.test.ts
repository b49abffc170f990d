import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { followChain, linkText, type ChainedEntry } from './chain';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const start = { seq: 0, hash: '' };

function entry(seq: number, changed: Partial<ChainedEntry> = {}): ChainedEntry {
  return { seq, id: `id-${seq}`, tenantId: 't', atMs: String(1_000 * seq), actor: '{}', action: 'a.b', before: null, after: '{"n": 1}', requestId: 'r', address: null, hash: null, ...changed };
}

/** Entries 1 to `count`, linked. */
function chainOf(count: number): ChainedEntry[] {
  let hash = '';
  return Array.from({ length: count }, (_, index) => {
    const made = entry(index + 1);
    hash = hashOf(linkText(made, hash));
    return { ...made, hash };
  });
}

function replace(entries: ChainedEntry[], index: number, changed: Partial<ChainedEntry>): ChainedEntry[] {
  return entries.map((each, at) => (at === index ? { ...each, ...changed } : each));
}

it('the text of a link counts bytes and tells null from empty', () => {
  expect(linkText(entry(7, { action: 'grün', before: '', address: null }), 'ff')).toBe('2:ff1:74:id-71:t4:70002:{}5:grün0:8:{"n": 1}1:r-');
});

it('a whole chain is followed to its end, in one go and in parts', () => {
  const chain = chainOf(5);
  const end = { seq: 5, hash: chain[4]?.hash };
  expect(followChain(start, chain, hashOf)).toEqual({ place: end, fault: null });
  const { place } = followChain(start, chain.slice(0, 2), hashOf);
  expect(followChain(place, chain.slice(2), hashOf)).toEqual({ place: end, fault: null });
});

describe('the first broken link is found:', () => {
  const chain = chainOf(5);
  const [second, third] = [chain[1], chain[2]];
  const swapped = chain.map((each) => (each.seq === 2 && third ? { ...third, seq: 2 } : each.seq === 3 && second ? { ...second, seq: 3 } : each));
  const rest = chainOf(5).map((each) => ({ ...each, action: 'x.y' }));
  const rewritten = rest.reduce<ChainedEntry[]>((done, each) => [...done, { ...each, hash: hashOf(linkText(each, done.at(-1)?.hash ?? '')) }], []);
  const signed = new Map([[3, third?.hash ?? '']]);
  const cases: [what: string, entries: ChainedEntry[], seq: number, sentence: RegExp][] = [
    ['a changed action', replace(chain, 2, { action: 'c.d' }), 3, /Entry 3 was changed/],
    ['a changed time', replace(chain, 2, { atMs: '1' }), 3, /Entry 3 was changed/],
    ['null made empty', replace(chain, 0, { address: '' }), 1, /Entry 1 was changed/],
    ['a hash that was removed', replace(chain, 4, { hash: null }), 5, /Entry 5 was changed/],
    ['one that was removed', chain.filter(({ seq }) => seq !== 3), 3, /^Entry 3 is missing\.$/],
    ['several that were removed', chain.filter(({ seq }) => seq === 1 || seq === 5), 2, /^Entries 2 to 4 are missing\.$/],
    ['two that were swapped', swapped, 2, /order was changed: what is entry 3 now was written as entry 2/],
    ['a chain that was rewritten', rewritten, 3, /not the one that Nines signed/],
  ];
  it.each(cases)('%s', (_, entries, seq, sentence) => {
    const { fault } = followChain(start, entries, hashOf, signed);
    expect(fault?.seq).toBe(seq);
    expect(fault?.sentence).toMatch(sentence);
  });
});

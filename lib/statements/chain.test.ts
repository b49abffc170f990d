import { describe, expect, it } from 'vitest';
import { chainFaults, firstPreviousHash, type ChainLink } from './chain';

const hash = (number: number) => String(number).repeat(64);
const link = (number: number, changed: Partial<ChainLink> = {}): ChainLink => ({ number, previousHash: number === 1 ? firstPreviousHash : hash(number - 1), hash: hash(number), textHash: hash(number), ...changed });

const cases: Record<string, { links: ChainLink[]; audited?: number[]; faults: string[] }> = {
  'none': { links: [], faults: [] },
  'three in their order': { links: [link(1), link(2), link(3)], faults: [] },
  'one missing in the middle': { links: [link(1), link(3)], faults: ['Statement 2 is missing.'] },
  'the first one missing': { links: [link(2)], faults: ['Statement 1 is missing.'] },
  'the newest ones missing': { links: [link(1)], audited: [1, 2, 3], faults: ['Statement 2 is missing: the audit trail says that it was issued.', 'Statement 3 is missing: the audit trail says that it was issued.'] },
  'a text that was changed': { links: [link(1), link(2, { textHash: hash(9) }), link(3)], faults: ['Statement 2 was changed: its text has not the hash that is stored.'] },
  'a statement that was written anew with its hash': { links: [link(1), link(2, { hash: hash(9), textHash: hash(9) }), link(3)], faults: ['Statement 3 was issued after another statement 2 than the one that is stored: one of the two was changed.'] },
  'one that was written anew with all that came after it': { links: [link(1), link(2, { hash: hash(9), textHash: hash(9) })], audited: [1, 2], faults: ['Statement 2 is not the one that was issued, as the audit trail has it.'] },
  'a first one that names one before it': { links: [link(1, { previousHash: hash(8) })], faults: ['Statement 1 names one before it, though it is the first.'] },
};

describe('the chain', () => {
  it.each(Object.entries(cases))('of %s', (_, { links, audited = [], faults }) => {
    expect(chainFaults(links, audited.map((number) => ({ number, hash: hash(number) }))).map(({ sentence }) => sentence)).toEqual(faults);
  });

  it('tells at most 100 faults', () => {
    expect(chainFaults([link(1), { ...link(2), number: 5_000 }], [])).toHaveLength(100);
    expect(chainFaults([link(1), { ...link(2), number: 2_147_483_647 }], [{ number: 2, hash: hash(2) }])).toHaveLength(100);
  });
});

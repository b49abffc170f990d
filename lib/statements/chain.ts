/** What the first statement of a tenant has for the hash of the one before. */
export const firstPreviousHash = '0'.repeat(64);

/** What the chain needs of a stored statement; `textHash` is that of its text as it is now. */
export interface ChainLink {
  number: number;
  previousHash: string;
  hash: string;
  textHash: string;
}

interface ChainFault {
  number: number;
  sentence: string;
}

const mostFaults = 100;

/**
 * What is wrong in a chain of statements, given in the order of their numbers: all from 1 on have to be there, each with the hash of its text, and with the hash of
 * the one before, and with the hash that the audit trail has of it, as far as that goes. At most 100.
 */
export function chainFaults(links: readonly ChainLink[], audited: readonly Pick<ChainLink, 'number' | 'hash'>[]): ChainFault[] {
  const faults: ChainFault[] = [];
  let before: Pick<ChainLink, 'number' | 'hash'> | null = { number: 0, hash: firstPreviousHash };
  let next = 1;
  for (const link of links) {
    if (link.number > next) before = null;
    for (; next < link.number && faults.length < mostFaults; next += 1) faults.push({ number: next, sentence: `Statement ${next} is missing.` });
    if (link.textHash !== link.hash) faults.push({ number: link.number, sentence: `Statement ${link.number} was changed: its text has not the hash that is stored.` });
    if (before && link.previousHash !== before.hash) faults.push({ number: link.number, sentence: predecessorWords(link.number, before.number) });
    before = link;
    next = link.number + 1;
    if (faults.length >= mostFaults) break;
  }
  const stored = new Map(links.map(({ number, hash }) => [number, hash]));
  for (const { number, hash } of audited) {
    if (faults.length >= mostFaults) break;
    if (!stored.has(number) && number >= next) faults.push({ number, sentence: `Statement ${number} is missing: the audit trail says that it was issued.` });
    else if (stored.has(number) && stored.get(number) !== hash) faults.push({ number, sentence: `Statement ${number} is not the one that was issued, as the audit trail has it.` });
  }
  return faults.slice(0, mostFaults);
}

function predecessorWords(number: number, before: number): string {
  if (before === 0) return `Statement ${number} names one before it, though it is the first.`;
  return `Statement ${number} was issued after another statement ${before} than the one that is stored: one of the two was changed.`;
}

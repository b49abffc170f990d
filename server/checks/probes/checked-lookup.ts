import { isIP } from 'node:net';
import { checkHost, lookupAllowed } from '@/server/scrape/address-policy';
import { reasonOf, ScrapeError } from '@/server/scrape/scrape-error';
import { type CheckedLookup, ProbeFailure } from './probe';

/** A name server answered, and there is no such name: that is no fault of the network. */
const notFound = ['ENOTFOUND', 'ENODATA'];

/** Looks names up as the system does, under the policy of scraping: loopback and private addresses are allowed, link-local ones and metadata services never. */
export const checkedLookup: CheckedLookup = (host) => {
  const bare = host.replace(/^\[|\]$/g, '');
  const family = isIP(bare.split('%')[0] ?? '');
  return new Promise((resolve, reject) => {
    try {
      checkHost(bare);
    } catch (error) {
      return reject(failureOfLookup(bare, error));
    }
    if (family !== 0) return resolve([{ address: bare, family }]);
    lookupAllowed(bare, { all: true }, (error, addresses) => {
      if (error) reject(failureOfLookup(bare, error));
      else resolve(typeof addresses === 'string' ? [{ address: addresses, family: isIP(addresses) }] : addresses);
    });
  });
};

/** The sentence of an error of a look-up. */
export function failureOfLookup(host: string, error: unknown): ProbeFailure {
  if (error instanceof ScrapeError) return new ProbeFailure(error.message, false);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (notFound.includes(code)) return new ProbeFailure(`There is no address of the name ${host} (${code}).`, false);
  if (code === 'EAI_AGAIN') return new ProbeFailure(`The name servers did not answer for ${host} (EAI_AGAIN).`, true);
  return new ProbeFailure(`The name ${host} could not be looked up: ${reasonOf(error)}`, true);
}

import { BlockList, isIP, type LookupFunction } from 'node:net';
import { createNameLookup } from './name-lookup';
import { ScrapeError } from './scrape-error';

/** What no target is: the networks of one link, where clouds answer with the credentials of the machine, and their services elsewhere. */
const forbidden = new BlockList();
forbidden.addSubnet('fe80::', 10, 'ipv6');
// The local-use prefix of NAT64 (RFC 8215): where the IPv4 address is inside of it, only its network knows.
forbidden.addSubnet('64:ff9b:1::', 48, 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addAddress('fd20:ce::254', 'ipv6');
for (const [address, prefix] of [['169.254.0.0', 16], ['100.100.100.200', 32], ['168.63.129.16', 32], ['192.0.0.192', 32]] as const) {
  forbidden.addSubnet(address, prefix, 'ipv4');
  // IPv4 inside of IPv6: NAT64 (RFC 6052), 6to4 (RFC 3056), and the deprecated compatible form. Mapped addresses are checked as IPv4.
  forbidden.addSubnet(`64:ff9b::${address}`, 96 + prefix, 'ipv6');
  forbidden.addSubnet(`::${address}`, 96 + prefix, 'ipv6');
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  forbidden.addSubnet(`2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`, 16 + prefix, 'ipv6');
}

/** Whether an address may be connected to. Loopback and private addresses may: scraping them is the purpose. */
export function isAllowedAddress(address: string): boolean {
  const bare = address.split('%')[0] ?? '';
  const family = isIP(bare);
  return family !== 0 && !forbidden.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/** Throws ScrapeError for a host that is written as a forbidden address: a connection to an address looks nothing up. */
export function checkHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare.split('%')[0] ?? '') !== 0 && !isAllowedAddress(bare)) throw refusal(bare);
}

function refusal(address: string): ScrapeError {
  return new ScrapeError(`The address ${address} is link-local or a cloud's metadata service; Nines does not connect to it.`);
}

const lookUp = createNameLookup(() => performance.now());

/** Resolves a name for the connection that follows at once, so that nothing can change in between; refuses it if any address is forbidden. */
export const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, ({ addresses, error }) => {
    if (error) return callback(error, '', 0);
    const wrong = addresses.find(({ address }) => !isAllowedAddress(address));
    const first = addresses[0];
    if (wrong) return callback(refusal(wrong.address), '', 0);
    if (!first) return callback(new ScrapeError(`The name ${hostname} has no address.`), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

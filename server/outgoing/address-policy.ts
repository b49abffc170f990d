import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isAllowedAddress } from '@/server/scrape/address-policy';
import { createNameLookup, type Resolve } from '@/server/scrape/name-lookup';
import { permanent, type OutgoingFailure } from './outgoing-failure';

/** Special-purpose networks of IPv4 (IANA registry, RFC 6890) that are not of the public internet; also to be found inside of IPv6 addresses. */
const private4: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16],
  ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
];
/** No address of a machine to connect to: unspecified, multicast, reserved, broadcast. Never allowed. */
const unusable4: readonly (readonly [string, number])[] = [['0.0.0.0', 8], ['224.0.0.0', 4], ['240.0.0.0', 4]];

const unusable = new BlockList();
unusable.addSubnet('ff00::', 8, 'ipv6');
unusable.addAddress('::', 'ipv6');
addIpv4(unusable, unusable4);

const nonPublic = new BlockList();
addIpv4(nonPublic, private4);
// Unique local (RFC 4193), the old site-local, loopback and IPv4-compatible, discard (RFC 6666), protocol assignments with Teredo and ORCHID,
// documentation, 6to4 (RFC 3056, deprecated by RFC 7526), segment routing (RFC 9602).
for (const [address, prefix] of [
  ['fc00::', 7], ['fec0::', 10], ['::', 96], ['100::', 64], ['2001::', 23], ['2001:db8::', 32], ['3fff::', 20], ['2002::', 16], ['5f00::', 16],
] as const) nonPublic.addSubnet(address, prefix, 'ipv6');

/** The networks themselves, and as NAT64 (RFC 6052) writes them. Mapped addresses are checked as IPv4. */
function addIpv4(list: BlockList, networks: readonly (readonly [string, number])[]): void {
  for (const [address, prefix] of networks) {
    list.addSubnet(address, prefix, 'ipv4');
    list.addSubnet(`64:ff9b::${address}`, 96 + prefix, 'ipv6');
  }
}

/**
 * Whether an outgoing request may go to an address. Link-local ones, the metadata services of clouds, multicast and unspecified ones never; those
 * that are not of the public internet (loopback, RFC 1918, RFC 4193, carrier-grade NAT, ...) only where the operator allows them.
 */
export function mayConnect(address: string, allowPrivate: boolean): boolean {
  const bare = address.split('%')[0] ?? '';
  const family = isIP(bare) === 6 ? 'ipv6' : 'ipv4';
  return isAllowedAddress(bare) && !unusable.check(bare, family) && (allowPrivate || !nonPublic.check(bare, family));
}

export interface AddressPolicy {
  /** Throws OutgoingFailure for a host that is written as an address to which nothing may go: no look-up sees it. */
  checkHost(hostname: string): void;
  /** For a connection that follows at once, so that nothing can change in between; refuses a name if any of its addresses is refused. */
  lookup: LookupFunction;
}

export function createAddressPolicy({ allowPrivate, resolve }: { allowPrivate: boolean; resolve?: Resolve }): AddressPolicy {
  const lookUp = createNameLookup(() => performance.now(), resolve);
  return {
    checkHost(hostname) {
      const bare = hostname.replace(/^\[|\]$/g, '');
      if (isIP(bare.split('%')[0] ?? '') !== 0 && !mayConnect(bare, allowPrivate)) throw refusal(bare, allowPrivate);
    },
    lookup(hostname, options, callback) {
      lookUp(hostname, ({ addresses, error }) => {
        if (error) return callback(error, '', 0);
        const wrong = addresses.find(({ address }) => !mayConnect(address, allowPrivate));
        const first = addresses[0];
        if (wrong) return callback(refusal(hostname, allowPrivate), '', 0);
        if (!first) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
        if (options.all) return callback(null, addresses);
        callback(null, first.address, first.family);
      });
    },
  };
}

/** It does not say which address a name has: who sets up a channel is not told the network's names by it. */
function refusal(host: string, allowPrivate: boolean): OutgoingFailure {
  if (allowPrivate) return permanent(`${host} is a link-local, multicast or metadata address; Nines does not connect to it.`);
  return permanent(`${host} is not an address of the public internet; Nines does not connect to it. The operator can allow private addresses by OUTGOING_ALLOW_PRIVATE=1.`);
}

import type { LookupFunction } from 'node:net';
import { readDiscovery, type Discovery } from '@/lib/sso/discovery';
import { mayConnect, type AddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient } from '@/server/outgoing/http-client';
import { exchangeMs, insidePolicy, publicPolicy } from './provider-agent';

export interface Discovered extends Discovery {
  /** Where requests to its endpoints may go. */
  policy: AddressPolicy;
}

/**
 * Asks a provider for its document, bounded in time and size, and checks what it names: endpoints are in a private network only where the issuer is. Throws an Error that says why it cannot be used.
 */
export async function discover(issuer: string): Promise<Discovered> {
  const url = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const seen = watched(url.hostname);
  const client = createOutgoingClient({ policy: seen.policy, timeouts: { connectMs: exchangeMs, totalMs: exchangeMs } });
  // As with a secret: what leads to another origin is not followed.
  const answer = await client.request({ method: 'GET', url: url.href, headers: { accept: 'application/json' }, body: null, hasSecrets: true });
  if (answer.status !== 200) throw new Error(`${url.host} answered ${answer.status} where its document should be.`);
  const found = readDiscovery(issuer, JSON.parse(answer.body));
  const policy = seen.isPublic() ? publicPolicy : insidePolicy;
  for (const endpoint of [found.authorization, found.token, found.jwks, ...(found.userinfo === null ? [] : [found.userinfo])]) policy.checkHost(new URL(endpoint).hostname);
  return { ...found, policy };
}

/** A policy that remembers whether all that it let through is of the public internet. */
function watched(hostname: string): { policy: AddressPolicy; isPublic(): boolean } {
  const addresses: string[] = [];
  const lookup: LookupFunction = (name, options, callback) =>
    insidePolicy.lookup(name, options, (error, found, family) => {
      addresses.push(...(typeof found === 'string' ? [found] : found.map(({ address }) => address)));
      callback(error, found, family);
    });
  return { policy: { ...insidePolicy, lookup }, isPublic: () => (addresses.length === 0 ? [hostname.replace(/^\[|\]$/g, '')] : addresses).every((address) => mayConnect(address, false)) };
}

import { createAddressPolicy, type AddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient, type OutgoingClient } from '@/server/outgoing/http-client';
import { OutgoingFailure, permanent } from '@/server/outgoing/outgoing-failure';

/** How updates reach the webhooks that strangers enter. */
export interface WebhookTransport {
  policy: AddressPolicy;
  outgoing: OutgoingClient;
}

/**
 * Strangers must not make Nines post into its own network, whatever the operator allows to those who have an account: without a `policy` of its own only addresses of the public
 * internet are connected to.
 */
export function createWebhookTransport(policy: AddressPolicy = createAddressPolicy({ allowPrivate: false })): WebhookTransport {
  const own = inOwnWords(policy);
  return { policy: own, outgoing: createOutgoingClient({ policy: own }) };
}

/** No setting opens what is refused here, so none is named. */
function inOwnWords({ checkHost, lookup }: AddressPolicy): AddressPolicy {
  return {
    checkHost(hostname) {
      try {
        checkHost(hostname);
      } catch {
        throw refusal(hostname);
      }
    },
    lookup: (hostname, options, callback) => lookup(hostname, options, (error, address, family) => callback(error instanceof OutgoingFailure ? refusal(hostname) : error, address, family)),
  };
}

function refusal(host: string): OutgoingFailure {
  return permanent(`${host} is not an address of the public internet; no updates are posted to it.`);
}

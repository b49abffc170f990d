import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { createAddressPolicy, type AddressPolicy } from '@/server/outgoing/address-policy';

/** Longest exchange with a provider, and most bytes of an answer with its headers. */
export const exchangeMs = 5_000;
const mostBytes = 1024 * 1024;

/** A provider may be in the network of who runs Nines; metadata services and the like are refused all the same. */
export const insidePolicy = createAddressPolicy({ allowPrivate: true });
/** What a provider on the internet names is on the internet: Nines is no way into the network that it runs in. */
export const publicPolicy = createAddressPolicy({ allowPrivate: false });

const reach = new AsyncLocalStorage<AddressPolicy>();

/** Runs requests to a provider that connect to nothing else than `policy` allows. next-auth keeps the options of its requests for the whole process: what holds for one provider goes with the call. */
export function withReach<T>(policy: AddressPolicy, run: () => T): T {
  return reach.run(policy, run);
}

const plain = bounded(new http.Agent());
const secure = bounded(new https.Agent());

/** How next-auth connects to a provider. It follows no redirects. */
export function providerHttpOptions(isTls: boolean) {
  return { timeout: exchangeMs, agent: isTls ? secure : plain };
}

type Connect = (options: http.ClientRequestArgs, callback?: (error: Error | null, stream: Duplex) => void) => Duplex | null | undefined;

/** Each connection is for one exchange, which ends in time, is of a bounded size, and goes where it may. */
function bounded<Agent extends http.Agent>(agent: Agent): Agent {
  const connect: Connect = agent.createConnection.bind(agent);
  const checked: Connect = (options, callback) => {
    const policy = reach.getStore() ?? insidePolicy;
    policy.checkHost(options.host ?? '');
    const socket = connect({ ...options, lookup: policy.lookup }, callback);
    if (socket) bound(socket);
    return socket;
  };
  return Object.assign(agent, { createConnection: checked });
}

function bound(socket: Duplex): void {
  let bytes = 0;
  const timer = setTimeout(() => socket.destroy(new Error(`The provider did not answer within ${exchangeMs / 1_000} s.`)), exchangeMs);
  socket.once('close', () => clearTimeout(timer));
  socket.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > mostBytes) socket.destroy(new Error(`The provider answered more than ${mostBytes} bytes.`));
  });
}

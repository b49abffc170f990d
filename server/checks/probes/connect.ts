import { connect, isIP, type Socket } from 'node:net';
import type { LookupAddress } from 'node:dns';
import { reasonOf } from '@/server/scrape/scrape-error';
import type { PhaseClock } from './phases';
import { type CheckedLookup, ProbeFailure, type ProbeInput } from './probe';

/** What the steps of one try share. */
export interface Attempt {
  lookup: CheckedLookup;
  signal: AbortSignal;
  timeoutMs: number;
  phases: PhaseClock;
  onConnected?: (() => void) | undefined;
}

export interface Connection {
  socket: Socket;
  /** That was connected to: an IP address. */
  address: string;
  family: 4 | 6;
}

const maxAddresses = 6;
/** How long one address of several may take before the next is tried. */
const nextAddressMs = 500;

export function attemptOf({ services, signal, timeoutMs, onConnected }: Pick<ProbeInput, 'services' | 'signal' | 'timeoutMs' | 'onConnected'>, phases: PhaseClock): Attempt {
  return { lookup: services.lookup, signal, timeoutMs, phases, onConnected };
}

/**
 * Waits for what `start` begins; when the time is over first, it throws that there was no answer while `what` was going on. `start` returns what is to be
 * undone if it does not succeed. `isNetworkError` is what being late means: true before the target was reached, false for a target that was, and is slow.
 */
export function waitFor<T>({ signal, timeoutMs }: Pick<Attempt, 'signal' | 'timeoutMs'>, what: string, start: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void, isNetworkError = false): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop: () => void = () => undefined;
    let isOver = false;
    const end = () => {
      isOver = true;
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      if (isOver) return;
      end();
      stop();
      reject(error instanceof Error ? error : new ProbeFailure(String(error), false));
    };
    const onAbort = () => fail(new ProbeFailure(`No answer within ${timeoutMs / 1_000} s: ${what}.`, isNetworkError));
    signal.addEventListener('abort', onAbort);
    stop = start((value) => {
      if (isOver) return;
      end();
      resolve(value);
    }, fail);
    if (signal.aborted) onAbort();
  });
}

/** Connects to a host by an address that the checked look-up gave, and measures `dns` and `connect`. Throws ProbeFailure. Who calls it destroys the socket. */
export async function connectTo(attempt: Attempt, { host, port, ipVersion = 'auto' }: { host: string; port: number; ipVersion?: 'auto' | '4' | '6' }): Promise<Connection> {
  const isName = isIP(host.replace(/^\[|\]$/g, '').split('%')[0] ?? '') === 0;
  const find = () => waitFor<readonly LookupAddress[]>(attempt, `the name ${host} is still being looked up`, (resolve, reject) => {
    attempt.lookup(host).then(resolve, reject);
    return () => undefined;
  }, true);
  const found = isName ? await attempt.phases.measure('dns', find) : await find();
  const addresses = found.filter(({ family }) => ipVersion === 'auto' || String(family) === ipVersion).slice(0, maxAddresses);
  if (addresses.length === 0) throw new ProbeFailure(`${host} has no address of IPv${ipVersion}.`, false);
  const connection = await attempt.phases.measure('connect', () => open(attempt, addresses, { host, port }));
  attempt.onConnected?.();
  return connection;
}

function open(attempt: Attempt, addresses: LookupAddress[], { host, port }: { host: string; port: number }): Promise<Connection> {
  const where = `${host}:${port}`;
  return waitFor(attempt, `no connection to ${where} came about`, (resolve, reject) => {
    // The addresses are those that were checked: the name is not looked up again.
    const lookup = (_: string, __: unknown, callback: (error: null, found: LookupAddress[]) => void) => callback(null, addresses);
    const only = addresses.length === 1 ? addresses[0] : undefined;
    const socket = only ? connect({ host: only.address, port, family: only.family }) : connect({ host, port, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: nextAddressMs });
    // It stays, so that an error at any later time is never without a listener.
    socket.on('error', (error) => reject(failureOfConnection(error, where)));
    socket.once('connect', () => {
      socket.setNoDelay(true);
      const address = socket.remoteAddress ?? '';
      resolve({ socket, address, family: isIP(address.split('%')[0] ?? '') === 6 ? 6 : 4 });
    });
    return () => socket.destroy();
  }, true);
}

const sentences: Readonly<Record<string, { text: string; isNetworkError: boolean }>> = {
  // Who refuses or closes has answered: the network is there.
  ECONNREFUSED: { text: 'refused the connection', isNetworkError: false },
  ECONNRESET: { text: 'closed the connection in the middle', isNetworkError: false },
  EPIPE: { text: 'closed the connection in the middle', isNetworkError: false },
  ETIMEDOUT: { text: 'does not answer', isNetworkError: true },
  EHOSTUNREACH: { text: 'cannot be reached: there is no way to the host', isNetworkError: true },
  ENETUNREACH: { text: 'cannot be reached: there is no way to its network', isNetworkError: true },
  EADDRNOTAVAIL: { text: 'cannot be reached: this machine has no address for it', isNetworkError: true },
  EACCES: { text: 'cannot be reached: this machine forbids it', isNetworkError: true },
};

/** The sentence of an error of a socket. `where` is host:port. */
export function failureOfConnection(error: unknown, where: string): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  const known = sentences[codeOf(error)];
  if (known) return new ProbeFailure(`${where} ${known.text} (${codeOf(error)}).`, known.isNetworkError);
  const refusal = refusalOfClient(codeOf(error));
  if (refusal !== null) return new ProbeFailure(`${where} ${refusal} (${codeOf(error)}).`, false);
  return new ProbeFailure(`${where}: ${reasonOf(error)}`, false);
}

/** What a server says of the certificate of who connects; in TLS 1.3 it comes after the handshake. Null for anything else. */
export function refusalOfClient(code: string): string | null {
  if (code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED') return 'asks for a client certificate, and the check has none';
  if (/^ERR_SSL_(?:TLSV1|TLSV13|SSLV3)_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_(?:EXPIRED|REVOKED|UNKNOWN)|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)$/.test(code)) return 'refuses the client certificate of the check';
  return null;
}

/** Attempts at several addresses fail as one: one that was refused says more than one without an answer. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf);
    return codes.includes('ECONNREFUSED') ? 'ECONNREFUSED' : (codes[0] ?? '');
  }
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

import dgram from 'node:dgram';
import net from 'node:net';
import tls from 'node:tls';
import { octetCounted } from '@/lib/audit/syslog';
import type { AuditStream } from '@/lib/settings/audit-settings';
import type { AddressPolicy } from '@/server/outgoing/address-policy';
import { failureOfConnection, OutgoingFailure } from '@/server/outgoing/outgoing-failure';

type Syslog = Extract<AuditStream, { kind: 'syslog' }>;

const connectMs = 5_000;
const totalMs = 10_000;
/** How long the other side may take to end the connection, which says that it read all. */
const lingerMs = 1_000;

/** Sends messages in their order: as datagrams, of which nobody tells whether they arrived (RFC 5426), or octet-counted (RFC 6587) over a connection of their own. Throws OutgoingFailure. */
export async function sendSyslog(policy: AddressPolicy, stream: Syslog, messages: readonly string[]): Promise<void> {
  policy.checkHost(stream.host);
  if (stream.protocol === 'udp') await sendDatagrams(policy, stream, messages);
  else await sendFrames(policy, stream, messages.map(octetCounted).join(''));
}

async function sendDatagrams(policy: AddressPolicy, { host, port }: Syslog, messages: readonly string[]): Promise<void> {
  const place = `${host}:${port}`;
  const { address, family } = await addressOf(policy, host).catch((error: unknown) => {
    throw failureOfConnection(error, place, false);
  });
  const socket = dgram.createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, address, resolve);
    });
    for (const message of messages) await new Promise<void>((resolve, reject) => socket.send(message, (error) => (error ? reject(error) : resolve())));
  } catch (error) {
    throw failureOfConnection(error, place, false);
  } finally {
    socket.close();
  }
}

function addressOf(policy: AddressPolicy, host: string): Promise<{ address: string; family: number }> {
  if (net.isIP(host) !== 0) return Promise.resolve({ address: host, family: net.isIP(host) });
  return new Promise((resolve, reject) => {
    policy.lookup(host, { all: false }, (error, address, family) => {
      if (error) return reject(error);
      const first = typeof address === 'string' ? address : (address[0]?.address ?? '');
      resolve({ address: first, family: family ?? net.isIP(first) });
    });
  });
}

function sendFrames(policy: AddressPolicy, { protocol, host, port, ca }: Syslog, text: string): Promise<void> {
  const place = `${host}:${port}`;
  const isTls = protocol === 'tls';
  return new Promise((resolve, reject) => {
    const where = { host, port, lookup: policy.lookup };
    const socket = isTls ? tls.connect({ ...where, ca: ca ?? undefined, ...(net.isIP(host) === 0 ? { servername: host } : {}) }) : net.connect(where);
    let isSent = false;
    let lingering: NodeJS.Timeout | undefined;
    const end = (settle: () => void) => {
      for (const timer of [connecting, total, lingering]) clearTimeout(timer);
      settle();
      socket.destroy();
    };
    const fail = (error: unknown) => end(() => reject(failureOfConnection(error, place, isSent)));
    const late = (seconds: number) => fail(new OutgoingFailure(`${place} did not take the entries within ${seconds} s.`, { isRetryable: true, isUncertain: isSent }));
    const connecting = setTimeout(() => late(connectMs / 1_000), connectMs);
    const total = setTimeout(() => late(totalMs / 1_000), totalMs);
    socket.on('error', fail);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(connecting);
      socket.end(text);
    });
    socket.once('finish', () => {
      isSent = true;
      lingering = setTimeout(() => end(resolve), lingerMs);
    });
    // What it says is not read; its end is.
    socket.resume();
    socket.once('close', () => (isSent ? end(resolve) : fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))));
  });
}

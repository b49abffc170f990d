import type { Socket } from 'node:net';
import { type Attempt, connectTo, waitFor } from './connect';
import type { Findings } from './findings';
import { secure } from './handshake';
import { ProbeFailure } from './probe';

interface DatabaseAddress {
  host: string;
  port: number;
  tls: 'off' | 'unverified' | 'verified';
  ca: string | null;
}

/**
 * Connects to a database and speaks TLS if that is wanted; `askForTls` is said before, by protocols that begin in the clear. Nothing secret is sent before
 * the certificate was looked at. Throws ProbeFailure. Who calls it destroys the socket.
 */
export async function openDatabaseConnection(attempt: Attempt, { host, port, tls, ca }: DatabaseAddress, findings: Findings, askForTls?: (attempt: Attempt, socket: Socket) => Promise<void>): Promise<Socket> {
  const connection = await connectTo(attempt, { host, port });
  findings.address = connection.address;
  if (tls === 'off') return connection.socket;
  try {
    await askForTls?.(attempt, connection.socket);
    const { socket, handshake } = await secure(attempt, connection, { host, port, serverName: null, ca });
    findings.handshake = handshake;
    if (tls === 'verified' && handshake.distrust !== null) throw new ProbeFailure(handshake.distrust, false);
    return socket;
  } catch (error) {
    connection.socket.destroy();
    throw error;
  }
}

/** The first byte that comes. */
export function firstByte(attempt: Attempt, socket: Socket, what: string): Promise<number> {
  return waitFor(attempt, what, (resolve, reject) => {
    const onData = (chunk: Buffer) => resolve(chunk[0] ?? 0);
    const onClose = () => reject(new ProbeFailure(`The other side closed the connection: ${what}.`, false));
    const stop = () => {
      socket.off('data', onData);
      socket.off('close', onClose);
    };
    socket.once('data', (chunk) => {
      socket.pause();
      stop();
      onData(chunk);
    });
    socket.once('close', onClose);
    return stop;
  });
}

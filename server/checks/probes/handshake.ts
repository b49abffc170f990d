import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity, connect, createSecureContext, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import type { ClientIdentity } from '@/lib/checks/kinds/client-identity';
import { type Handshake, readHandshake } from './certificate';
import { type Attempt, type Connection, failureOfConnection, refusalOfClient, waitFor } from './connect';
import { ProbeFailure } from './probe';

interface Secured {
  socket: TLSSocket;
  handshake: Handshake;
  /** What both sides agreed on by ALPN; null for nothing. */
  protocol: string | null;
}

interface Place {
  host: string;
  port: number;
  serverName: string | null;
  ca: string | null;
  protocols?: string[];
  /** Shown to a server that asks for one; its key stays here. */
  identity?: ClientIdentity;
}

/**
 * Speaks TLS over a connection and measures `tls`. Whether the certificate is trusted is told and left to the caller, who must look before anything secret
 * is sent. Throws ProbeFailure.
 */
export async function secure(attempt: Attempt, { socket: plain }: Connection, { host, port, serverName, ca, protocols, identity = {} }: Place): Promise<Secured> {
  const name = (serverName ?? host).replace(/^\[|\]$/g, '');
  const where = `${host}:${port}`;
  const secureContext = contextOf({ ca: ca ?? '', ...identity });
  let seen: PeerCertificate | null = null;
  const start = (resolve: (socket: TLSSocket) => void, reject: (error: unknown) => void) => {
    const socket = connect({
      socket: plain, host: name, rejectUnauthorized: false, secureContext,
      // The certificates are kept where they are shown: to read them costs more than the rest of the probe.
      checkServerIdentity: (asked, certificate) => checkServerIdentity(asked, (seen = certificate)),
      ...(isIP(name) === 0 ? { servername: name } : {}), ...(protocols ? { ALPNProtocols: protocols } : {}),
    });
    socket.once('secureConnect', () => resolve(socket));
    socket.on('error', (error: Error) => reject(failureOfTls(error, where)));
    socket.once('close', () => reject(new ProbeFailure(`${where} closed the connection during the TLS handshake.`, false)));
    return () => socket.destroy();
  };
  const socket = await attempt.phases.measure('tls', () => waitFor(attempt, `the TLS handshake with ${where} is not over`, start));
  return { socket, handshake: readHandshake(socket, name, seen ?? socket.getPeerCertificate(true)), protocol: socket.alpnProtocol === false ? null : socket.alpnProtocol };
}

const maxContexts = 100;
/** By a hash of what they were made of; the one that was used longest ago comes first. */
const contexts = new Map<string, SecureContext>();

interface Parts extends ClientIdentity {
  /** The empty one stands for those of this machine. */
  ca: string;
}

function contextOf(parts: Parts): SecureContext {
  const { ca, clientCertificate = '', clientKey = '' } = parts;
  const name = createHash('sha256').update(JSON.stringify([ca, clientCertificate, clientKey])).digest('base64');
  const context = contexts.get(name) ?? createContext(parts);
  contexts.delete(name);
  contexts.set(name, context);
  const oldest = contexts.size > maxContexts ? contexts.keys().next().value : undefined;
  if (oldest !== undefined) contexts.delete(oldest);
  return context;
}

function createContext({ ca, clientCertificate, clientKey }: Parts): SecureContext {
  const own = clientCertificate === undefined || clientKey === undefined ? {} : { cert: clientCertificate, key: clientKey };
  try {
    void createSecureContext(own);
  } catch {
    throw new ProbeFailure('The client certificate and its key cannot be used: enter both again.', false);
  }
  if (ca === '') return createSecureContext(own);
  try {
    // A secure context passes over what it cannot read.
    void new X509Certificate(ca);
    return createSecureContext({ ca, ...own });
  } catch {
    throw new ProbeFailure('The certificate authority that was entered cannot be read.', false);
  }
}

function failureOfTls(error: Error, where: string): ProbeFailure {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNRESET') return new ProbeFailure(`${where} closed the connection during the TLS handshake.`, false);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') return new ProbeFailure(`${where} does not speak TLS (${code}).`, false);
  if (code === 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' || code === 'ERR_SSL_UNSUPPORTED_PROTOCOL') return new ProbeFailure(`${where} speaks only old versions of TLS; 1.2 is the oldest that is taken (${code}).`, false);
  if (code.startsWith('ERR_SSL_') && refusalOfClient(code) === null) return new ProbeFailure(`The TLS handshake with ${where} failed: ${code.slice(8).toLowerCase().replaceAll('_', ' ')}.`, false);
  return failureOfConnection(error, where);
}

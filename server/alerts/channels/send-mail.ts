import net from 'node:net';
import { createTransport } from 'nodemailer';
import type { Mail, MailServer } from '@/lib/alerts/channels/channel-kind';
import { cutText } from '@/lib/alerts/channels/cut-text';
import { oneLine } from '@/lib/alerts/channels/wording';
import type { AddressPolicy } from '@/server/outgoing/address-policy';
import { failureOfConnection, OutgoingFailure, permanent } from '@/server/outgoing/outgoing-failure';

export interface SendMailOptions {
  policy: AddressPolicy;
  server: MailServer;
  password: string | undefined;
  mail: Mail;
  signal: AbortSignal;
}

const connectMs = 5_000;
const totalMs = 20_000;

/**
 * Sends a mail. The connection must stand and greet within 5 s, and all be over within 20 s. Resolves with the status of SMTP and the addresses that were
 * refused while others were taken; throws OutgoingFailure.
 */
export async function sendMail({ policy, server, password, mail, signal }: SendMailOptions): Promise<{ status: number; rejected: string[] }> {
  const where = `${server.host}:${server.port}`;
  let socket: net.Socket | null = null;
  let ended: OutgoingFailure | null = null;
  let isSent = false;
  const end = (message: string) => {
    ended ??= new OutgoingFailure(message, { isRetryable: true });
    socket?.destroy(ended);
  };
  const timer = setTimeout(() => end(`${where} did not take the mail within ${totalMs / 1_000} s.`), totalMs);
  const onAbort = () => end(`The mail to ${where} was stopped.`);
  signal.addEventListener('abort', onAbort);
  try {
    policy.checkHost(server.host);
    if (signal.aborted) onAbort();
    if (ended) throw ended as OutgoingFailure;
    const connected = await connect(server, policy, (made) => (socket = made));
    const transport = transportOf(server, password, connected);
    transport.use('stream', ({ message }, done) => {
      message.processFunc((stream) => stream.once('end', () => (isSent = true)));
      done();
    });
    const info = await transport.sendMail(messageOf(server, mail));
    return { status: Number(/^\d{3}/.exec(info.response)?.[0] ?? 250), rejected: info.rejected.map(String) };
  } catch (error) {
    throw failureOf(ended ?? error, where, isSent);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    (socket as net.Socket | null)?.destroy();
  }
}

function connect({ host, port }: MailServer, { lookup }: AddressPolicy, onMade: (socket: net.Socket) => void): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, lookup });
    onMade(socket);
    const timer = setTimeout(() => socket.destroy(new OutgoingFailure(`${host}:${port}: no connection came about within ${connectMs / 1_000} s.`, { isRetryable: true })), connectMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(failureOfConnection(error, `${host}:${port}`, false));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      // Between now and when the transport listens.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

function transportOf({ host, port, security, username, ca }: MailServer, password: string | undefined, connected: net.Socket) {
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // A password is never sent where everybody on the way can read it.
    ...(username === '' || security === 'none' ? {} : { auth: { user: username, pass: password ?? '' } }),
    getSocket: (_, done) => done(null, { connection: connected }),
    tls: { ...(net.isIP(host) === 0 ? { servername: host } : {}), ...(ca === null ? {} : { ca }), rejectUnauthorized: true },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function messageOf({ from }: MailServer, { to, subject, text, html, messageId, references, headers }: Mail) {
  return { from: { name: 'Nines', address: from }, to: to.map((address) => ({ name: '', address })), subject, text, html, messageId, references, inReplyTo: references, headers };
}

/** Replies 4xx are worth another try, 5xx are not (RFC 5321, 4.2.1). */
function failureOf(error: unknown, where: string, isSent: boolean): OutgoingFailure {
  if (error instanceof OutgoingFailure) return isSent ? new OutgoingFailure(error.message, { isRetryable: true, isUncertain: true }) : error;
  const { message, code, responseCode, response } = (error instanceof Error ? error : new Error('failed')) as Error & { code?: string; responseCode?: number; response?: string };
  const said = cutText(oneLine(response ?? message), 300);
  const tls = tlsCodeOf(message);
  if (tls !== null) return failureOfConnection(Object.assign(new Error(message), { code: tls }), where, false);
  if (code === 'ETLS') return new OutgoingFailure(`${where} does not take STARTTLS: ${said}`, { status: responseCode ?? null, isRetryable: responseCode !== undefined && responseCode < 500 });
  if (responseCode !== undefined) {
    const what = code === 'EAUTH' ? 'did not accept the user name and password' : 'refused the mail';
    return new OutgoingFailure(`${where} ${what}: ${said}`, { status: responseCode, isRetryable: responseCode < 500 });
  }
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EENVELOPE' || code === 'EMESSAGE') return permanent(`${where}: ${said}`);
  return new OutgoingFailure(`${where}: ${said}`, { isRetryable: true, isUncertain: isSent });
}

/** The transport replaces the code of what failed by its own. */
const tlsMessages: readonly (readonly [RegExp, string])[] = [
  [/certificate has expired/i, 'CERT_HAS_EXPIRED'],
  [/certificate is not yet valid/i, 'CERT_NOT_YET_VALID'],
  [/self[- ]signed certificate/i, 'SELF_SIGNED_CERT_IN_CHAIN'],
  [/unable to (?:verify|get).*(?:certificate|issuer)/i, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/does not match certificate's altnames/i, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  [/wrong version number|packet length too long/i, 'ERR_SSL_WRONG_VERSION_NUMBER'],
  [/SSL routines/, 'EPROTO'],
];

function tlsCodeOf(message: string): string | null {
  return tlsMessages.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}

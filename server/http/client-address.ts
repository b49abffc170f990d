import type { IncomingMessage } from 'node:http';

/** Where a request comes from: who opened the connection, or, behind a trusted proxy, whom that names. */
export function clientAddress({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>, isProxyTrusted: boolean): string {
  return (isProxyTrusted ? lastOf(headers['x-forwarded-for']) : null) ?? socket.remoteAddress ?? 'unknown';
}

/** The nearest proxy adds its part at the end; what stands before it may be invented. */
export function lastOf(header: string | string[] | undefined): string | null {
  const text = Array.isArray(header) ? header.join(',') : header;
  return text?.split(',').at(-1)?.trim() || null;
}

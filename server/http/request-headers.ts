import { randomUUID } from 'node:crypto';

/** Set by the listener on every request, over whatever the client sent: they can be believed. */
export const internalHeaders = { requestId: 'x-request-id', address: 'x-nines-address' } as const;

/** The id that the log, the answer and the audit trail share. */
export function requestIdFrom(headers: Pick<Headers, 'get'>): string {
  return headers.get(internalHeaders.requestId) ?? randomUUID();
}

/** The client's address as the listener saw it (or its trusted proxy). */
export function addressOf(headers: Pick<Headers, 'get'>): string {
  return headers.get(internalHeaders.address) ?? 'unknown';
}

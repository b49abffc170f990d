import { createHash, randomBytes } from 'node:crypto';

export function makeHookToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What `incident_hooks` knows a token by. The token itself has 256 random bits, so a plain hash is enough. */
export function hashHookToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What names, in a timeline, the key that a call was made with; it may be as long and as secret as a caller likes. */
export function sourceKeyOf(hookId: string, key: string): string {
  return `hook:${hookId}:${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

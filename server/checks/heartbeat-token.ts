import { createHash, randomBytes } from 'node:crypto';

export function makeHeartbeatToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What `checks` knows a token by. The token itself has 256 random bits, so a plain hash is enough. */
export function hashHeartbeatToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

import { createHash } from 'node:crypto';

/** What `alert_links` knows a token by. The token itself has 256 random bits, so a plain hash is enough. */
export function hashLinkToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

import { AppError } from '@/lib/errors';

/**
 * A browser says where a write comes from; another site's page must not write with the user's cookie. `publicUrl` is where
 * people reach Nines behind a proxy that may rewrite Host.
 */
export function assertSameOrigin(headers: Pick<Headers, 'get'>, publicUrl: string | null): void {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const host = headers.get('host');
  const same = origin !== null ? hostOf(origin) === host || origin === publicUrl : site === null || site === 'same-origin' || site === 'none';
  if (!same) throw new AppError('forbidden', 'This write comes from another site. Open Nines itself, or use an API key.');
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

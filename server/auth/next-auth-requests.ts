import { AppError } from '@/lib/errors';
import { ProviderKey } from '@/lib/settings/provider-settings';

/** What Nines uses of next-auth. The rest stays closed: `_log`, for one, lets anybody write into the log. */
const actions: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf', 'session', 'providers', 'signin', 'signout', 'error', 'callback'],
  POST: ['signin', 'signout', 'callback'],
};

/** Why a request must not reach next-auth, or null. It takes forms alone: from JSON it would take any type for a password. */
export function refusalOf(request: Pick<Request, 'method' | 'headers'>, path: readonly string[]): AppError | null {
  const action = path[0] ?? '';
  if (!actions[request.method]?.includes(action)) return new AppError('not_found', `There is no ${request.method} /api/auth/${path.join('/')}.`);
  // Who comes back from a provider comes by an address; passwords and the like are only ever sent.
  if (action === 'callback' && request.method === 'GET' && !ProviderKey.safeParse(path[1]).success) return new AppError('not_found', `There is no provider of sign-in "${path[1] ?? ''}".`);
  if (request.method !== 'POST') return null;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return null;
  return new AppError('invalid', 'Send a form: Content-Type: application/x-www-form-urlencoded.');
}

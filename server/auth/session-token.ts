import { decode } from 'next-auth/jwt';
import { z } from 'zod';

/** What the session cookie carries: the name of the session row, which decides whether it still counts. */
const Token = z.object({ sessionId: z.uuid(), exp: z.number() });

const cookieNames = ['__Secure-next-auth.session-token', 'next-auth.session-token'];
const maxRemembered = 5_000;
const maxRememberedLength = 2_000;
const remembered = new Map<string, { sessionId: string; expiresAt: number }>();

/** The session id of a Cookie header that was decrypted before, null when it expired, undefined when it is not known. */
export function knownSessionId(cookieHeader: string): string | null | undefined {
  const known = remembered.get(cookieHeader);
  return known && (known.expiresAt > Date.now() ? known.sessionId : null);
}

/** The session id in a Cookie header, or null. Decrypting a token once is enough: it never changes. */
export async function sessionIdFrom(cookieHeader: string | null, secret: string): Promise<string | null> {
  const known = cookieHeader ? knownSessionId(cookieHeader) : null;
  if (known !== undefined) return known;
  const token = cookieHeader && sessionCookieOf(cookieHeader);
  if (!token) return null;
  const decoded = Token.safeParse(await decode({ token, secret }).catch(() => null));
  if (!decoded.success) return null;
  if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value ?? '');
  if (cookieHeader.length <= maxRememberedLength) {
    remembered.set(cookieHeader, { sessionId: decoded.data.sessionId, expiresAt: decoded.data.exp * 1000 });
  }
  return decoded.data.sessionId;
}

function sessionCookieOf(header: string): string | null {
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name && value && cookieNames.includes(name)) return decodeURIComponentSafely(value);
  }
  return null;
}

function decodeURIComponentSafely(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

import { isIP } from 'node:net';
import { AppError } from '@/lib/errors';

/** What passkeys are bound to (WebAuthn Level 3, section 4: relying party identifier), and the origin that the browser must name. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** That of the public URL, else of the host that was asked for; the listener wrote the protocol. Throws `invalid` for a bare address, which browsers make no passkeys for. */
export function relyingPartyOf(headers: { get(name: string): string | null }, publicUrl: string | null): RelyingParty {
  const origin = publicUrl ?? `${headers.get('x-forwarded-proto') ?? 'http'}://${headers.get('host') ?? 'localhost'}`;
  if (!URL.canParse(origin)) throw new AppError('invalid', 'The Host header names no host.');
  const url = new URL(origin);
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) throw new AppError('invalid', 'Browsers make passkeys for names alone: open Nines by a name, such as localhost or that of PUBLIC_URL, and not by an address.');
  return { id: url.hostname, origin: url.origin };
}

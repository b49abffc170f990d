import { browserSupportsWebAuthn, startAuthentication, startRegistration, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { AppError, isAppError } from '@/lib/errors';
import type { PasskeyAssertion, PasskeyRegistration } from '@/lib/account/schemas';

/** Why this browser makes no passkeys for this page; null when it does. */
export function passkeyHindrance(): string | null {
  if (!window.isSecureContext) return 'Passkeys need HTTPS, or localhost.';
  if (/^\[|^\d{1,3}(?:\.\d{1,3}){3}$/.test(window.location.hostname)) return 'Passkeys need a name: open Nines by one, such as localhost, and not by an address.';
  return browserSupportsWebAuthn() ? null : 'This browser has no passkeys.';
}

/** Asks the device to make a passkey. Throws AppError. */
export function makePasskey(options: Record<string, unknown>): Promise<PasskeyRegistration> {
  return told(() => startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON })) as Promise<PasskeyRegistration>;
}

/** Asks the device to sign by a passkey. Throws AppError. */
export function signByPasskey(options: Record<string, unknown>): Promise<PasskeyAssertion> {
  return told(() => startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON })) as Promise<PasskeyAssertion>;
}

async function told(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (isAppError(error)) throw error;
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError') throw new AppError('forbidden', 'The device used no passkey: it was cancelled, took too long, or has none for this place.', { cause: error });
    if (name === 'InvalidStateError') throw new AppError('conflict', 'This device has a passkey of this account already.', { cause: error });
    throw new AppError('invalid', `The device refused: ${error instanceof Error ? error.message : 'no reason was given'}`, { cause: error });
  }
}

import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Sealer } from '@/server/secrets/sealed';

/** What PKCS #8 (RFC 5958) puts before the 32 bytes of an Ed25519 seed (RFC 8410, section 7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const seedBytes = 32;

export interface Signing {
  /** Ed25519 (RFC 8032) over the UTF-8 bytes, in base64. */
  sign(text: string): string;
  isSigned(text: string, signature: string): boolean;
  /** SPKI as PEM, as openssl reads it. */
  publicKey: string;
}

/** Each tenant signs with a key of its own, which is made from the encryption key of this Nines and stored nowhere. */
export function signingOf(sealer: Pick<Sealer, 'derive'>, tenantId: string): Signing {
  const seed = sealer.derive(`statement signing key ${tenantId}`).subarray(0, seedBytes);
  const privateKey: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    isSigned: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

/** SHA-256 of the UTF-8 bytes, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '@/lib/errors';

/** Encrypts what is stored. `context` names the row: a sealed text opens in its own place only. */
export interface Sealer {
  seal(plain: string, context: string): string;
  /** Throws AppError `unavailable` when the text was changed, belongs elsewhere, or was sealed with another key. */
  open(sealed: string, context: string): string;
  /** 48 bytes for one purpose, the same each time, which only who has the encryption key can make. */
  derive(purpose: string): Buffer;
}

const version = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce for each text and the context as additional data, under a key derived by HKDF (RFC 5869) from
 * `encryptionKey` (32 bytes in base64url). The form is `v1.` and nonce, ciphertext and tag in base64url.
 */
export function createSealer(encryptionKey: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(encryptionKey, 'base64url'), '', 'nines sealed v1', 32));
  return {
    derive: (purpose) => Buffer.from(hkdfSync('sha256', key, '', `nines derived ${purpose}`, 48)),
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const text = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${version}.${text.toString('base64url')}`;
    },
    open(sealed, context) {
      const bytes = sealed.startsWith(`${version}.`) ? Buffer.from(sealed.slice(version.length + 1), 'base64url') : Buffer.alloc(0);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new AppError('unavailable', 'A stored secret cannot be read: it was encrypted with another key. Restore secrets.json of the data directory, or enter the secret again.', {
          cause: error,
        });
      }
    },
  };
}

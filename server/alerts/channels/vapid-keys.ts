import { createECDH } from 'node:crypto';
import type { Sealer } from '@/server/secrets/sealed';

/** Both in base64url: the uncompressed point and the scalar. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** The order of the group of P-256. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The keys by which this installation signs to push services (RFC 8292). They are derived from its encryption key (FIPS 186-5, A.2.1: more random bits
 * than the group has, so that no key is likelier than another): the same on every node and after a restore, and stored nowhere.
 */
export function vapidKeysOf(sealer: Sealer): VapidKeys {
  const scalar = (BigInt(`0x${sealer.derive('vapid v1').toString('hex')}`) % (order - 1n)) + 1n;
  const privateKey = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey);
  return { publicKey: curve.getPublicKey().toString('base64url'), privateKey: privateKey.toString('base64url') };
}

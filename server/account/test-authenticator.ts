import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertion, PasskeyRegistration } from '@/lib/account/schemas';

/** What of a signed answer is not as it should be. */
export interface Flaw {
  origin?: string;
  rpId?: string;
  /** Whether the person was verified by a finger or a PIN. */
  isVerified?: boolean;
  signCount?: number;
  type?: string;
  userHandle?: string;
}

export interface TestAuthenticator {
  credentialId: string;
  register(options: Record<string, unknown>, flaw?: Flaw): PasskeyRegistration;
  assert(options: Record<string, unknown>, flaw?: Flaw): PasskeyAssertion;
}

const flags = { present: 0x01, verified: 0x04, attested: 0x40 };

/** An authenticator of WebAuthn in memory: an ES256 key without attestation, for a page of `origin`. */
export function createTestAuthenticator(origin: string): TestAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const credentialId = id.toString('base64url');
  const common = { id: credentialId, rawId: credentialId, type: 'public-key', clientExtensionResults: {} } as const;
  let count = 0;
  let handle = '';
  const clientData = (type: string, options: Record<string, unknown>, flaw: Flaw) => Buffer.from(JSON.stringify({ type: flaw.type ?? type, challenge: options.challenge, origin: flaw.origin ?? origin, crossOrigin: false }));
  const head = (flaw: Flaw, more: number) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(flaw.signCount ?? (count += 1));
    return Buffer.concat([sha256(Buffer.from(flaw.rpId ?? new URL(origin).hostname)), Buffer.from([flags.present | (flaw.isVerified === false ? 0 : flags.verified) | more]), counter]);
  };
  return {
    credentialId,
    register(options, flaw = {}) {
      handle = (options.user as { id: string }).id;
      // COSE_Key of RFC 9053, section 7.1.1: kty EC2, alg ES256, crv P-256, x and y.
      const key = Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]), Buffer.from(x, 'base64url'), Buffer.from([0x22, 0x58, 0x20]), Buffer.from(y, 'base64url')]);
      const data = Buffer.concat([head(flaw, flags.attested), Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestation = Buffer.concat([Buffer.from([0xa3]), text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), Buffer.from([0x58, data.length]), data]);
      return { ...common, response: { clientDataJSON: base64url(clientData('webauthn.create', options, flaw)), attestationObject: base64url(attestation), transports: ['internal'] } };
    },
    assert(options, flaw = {}) {
      const client = clientData('webauthn.get', options, flaw);
      const data = head(flaw, 0);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
      return { ...common, response: { clientDataJSON: base64url(client), authenticatorData: base64url(data), signature: base64url(signature), userHandle: flaw.userHandle ?? handle } };
    },
  };
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url');
}

/** A text of CBOR shorter than 24 bytes (RFC 8949, section 3.1). */
function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}

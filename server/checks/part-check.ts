import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { ClientIdentity } from '@/lib/checks/kinds/client-identity';
import { partSecrets, type PartedCheck } from '@/lib/checks/part-secrets';
import { AppError } from '@/lib/errors';

/** As partSecrets; also throws `invalid` for a client certificate that is never shown, and for one and a key that cannot be used together. */
export function partCheck(...draft: Parameters<typeof partSecrets>): ReturnType<typeof partSecrets> {
  const parted = partSecrets(...draft);
  const fault = faultOf(parted.secrets) ?? unusedFault(parted);
  if (fault === null) return parted;
  const issue = { ...fault, path: `secrets.${fault.path}` };
  throw new AppError('invalid', `${issue.path}: ${issue.message}`, { issues: [issue] });
}

function faultOf({ clientCertificate, clientKey }: ClientIdentity): { path: keyof ClientIdentity; message: string } | null {
  if (clientCertificate === undefined || clientKey === undefined) return null;
  const certificate = readOrNull(() => new X509Certificate(clientCertificate));
  if (!certificate) return { path: 'clientCertificate', message: 'cannot be read as a certificate' };
  const key = readOrNull(() => createPrivateKey(clientKey));
  if (!key) return { path: 'clientKey', message: 'cannot be read as a private key' };
  if (!certificate.checkPrivateKey(key)) return { path: 'clientKey', message: 'belongs to another certificate' };
  return readOrNull(() => createSecureContext({ cert: clientCertificate, key: clientKey })) ? null : { path: 'clientCertificate', message: 'is not one that TLS takes: its key is too short, or those after it cannot be read' };
}

/** Only TLS asks for a certificate, and a redirect to another place goes without. */
function unusedFault({ settings: { url }, secrets: { clientCertificate } }: PartedCheck): { path: keyof ClientIdentity; message: string } | null {
  if (clientCertificate === undefined || typeof url !== 'string' || new URL(url).protocol !== 'http:') return null;
  return { path: 'clientCertificate', message: 'is never shown to a server that is asked by http. Enter a URL with https, or leave the certificate and its key out' };
}

function readOrNull<Read>(read: () => Read): Read | null {
  try {
    return read();
  } catch {
    return null;
  }
}

import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import type { Evidence, ProbeResult } from '@/lib/checks/schemas';
import { ProbeFailure } from './probe';

/** What a handshake showed. */
export interface Handshake {
  certificate: NonNullable<Evidence['certificate']>;
  /** When the certificate of the chain ends that ends first, in milliseconds since 1970. */
  earliestEndMs: number;
  chainLength: number;
  /** As OpenSSL calls it: TLSv1.3. */
  version: string;
  cipher: string;
  /** Why it is not trusted, in a sentence; null when it is. */
  distrust: string | null;
}

interface CertificateBounds {
  isTrustRequired: boolean;
  warnDays: number | null;
  failDays: number | null;
}

const maxChain = 10;
const maxNames = 50;
const maxNameChars = 200;
const dayMs = 86_400_000;

/** Reads what a handshake showed: `own` is the certificate of the server with those that signed it, `name` the one that was asked for. Throws ProbeFailure if there is none. */
export function readHandshake(socket: TLSSocket, name: string, own: PeerCertificate): Handshake {
  if (Object.keys(own).length === 0) throw new ProbeFailure(`${name} shows no certificate.`, false);
  const chain = chainOf(own);
  const distrust = socket.authorized ? null : sentenceOf(String(socket.authorizationError), name, own);
  return {
    certificate: {
      subject: nameOf(own.subject), issuer: nameOf(own.issuer), notAfter: endOf(own), isTrusted: distrust === null,
      names: (own.subjectaltname ?? '').split(', ').filter((each) => each !== '').slice(0, maxNames).map((each) => each.replace(/^(?:DNS|IP Address):/, '').slice(0, maxNameChars)),
    },
    earliestEndMs: Math.min(...chain.map(endOf)),
    chainLength: chain.length,
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    distrust,
  };
}

/** Why a certificate does not do, or what is to be said of it, or neither. */
export function judgeCertificate({ distrust, earliestEndMs }: Handshake, { isTrustRequired, warnDays, failDays }: CertificateBounds, nowMs: number): { failure: string | null; warning: string | null } {
  if (isTrustRequired && distrust !== null) return { failure: distrust, warning: null };
  const left = Math.floor((earliestEndMs - nowMs) / dayMs);
  const day = new Date(earliestEndMs).toISOString().slice(0, 10);
  const says = left < 0 ? `The certificate ended on ${day}.` : `The certificate ends in ${left} ${left === 1 ? 'day' : 'days'}, on ${day}`;
  if (failDays !== null && earliestEndMs - nowMs < failDays * dayMs) return { failure: left < 0 ? says : `${says}; at least ${failDays} days are expected.`, warning: null };
  return { failure: null, warning: warnDays !== null && earliestEndMs - nowMs < warnDays * dayMs ? `${says}${left < 0 ? '' : '.'}` : null };
}

/** Named as the blackbox exporter of Prometheus names them. */
export function valuesOfHandshake({ earliestEndMs, version }: Handshake): ProbeResult['values'] {
  return [
    { name: 'probe_ssl_earliest_cert_expiry', labels: {}, value: earliestEndMs / 1_000 },
    { name: 'probe_tls_version_info', labels: { version: version.replace(/^TLSv1$/, 'TLSv1.0').replace('TLSv', 'TLS ') }, value: 1 },
  ];
}

/** What the server sent, without a root that this machine may have added. */
function chainOf(own: PeerCertificate): PeerCertificate[] {
  const chain = [own];
  for (let next = issuerOf(own); next && chain.length < maxChain; next = issuerOf(next)) {
    const { fingerprint256 } = next;
    if (chain.some((each) => each.fingerprint256 === fingerprint256) || issuerOf(next)?.fingerprint256 === fingerprint256) break;
    chain.push(next);
  }
  return chain;
}

function issuerOf(certificate: PeerCertificate): PeerCertificate | undefined {
  return (certificate as Partial<DetailedPeerCertificate>).issuerCertificate;
}

function endOf({ valid_to: text }: PeerCertificate): number {
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw new ProbeFailure('The certificate does not say when it ends.', false);
  return atMs;
}

/** The common name, else everything that is said of it. */
function nameOf(subject: PeerCertificate['subject'] | undefined): string {
  const parts = Object.entries(subject ?? {}).map(([key, value]) => ({ key, text: [value].flat().join(', ') }));
  const common = parts.find(({ key }) => key === 'CN')?.text;
  return (common ?? parts.map(({ key, text }) => `${key}=${text}`).join(', ')).slice(0, maxNameChars);
}

function sentenceOf(code: string, name: string, own: PeerCertificate): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${name} has ended: it was valid until ${own.valid_to}.`;
    case 'CERT_NOT_YET_VALID':
      return `The certificate of ${name} is not valid yet: it begins on ${own.valid_from}.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate is not for ${name}: it is for ${(own.subjectaltname ?? nameOf(own.subject)).slice(0, maxNameChars)}.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `The certificate of ${name} is signed by itself and not by an authority.`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `The certificate of ${name} is signed by ${nameOf(own.issuer)}, which is not trusted, or the server leaves a certificate of the chain out (${code}).`;
    default:
      return `The certificate of ${name} is not trusted (${code}).`;
  }
}

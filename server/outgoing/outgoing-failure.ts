interface FailureDetails {
  /** The HTTP or SMTP status of the answer; null when there was none. */
  status?: number | null;
  isRetryable: boolean;
  /** What the other side asked to wait. */
  retryAfterMs?: number | null;
  /** Whether the other side may have acted all the same: everything was sent, and no answer came. */
  isUncertain?: boolean;
}

/** Why an outgoing request did not succeed, and whether another try makes sense. The message names hosts, never whole URLs. */
export class OutgoingFailure extends Error {
  override readonly name = 'OutgoingFailure';
  readonly status: number | null;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | null;
  readonly isUncertain: boolean;

  constructor(message: string, { status = null, isRetryable, retryAfterMs = null, isUncertain = false }: FailureDetails) {
    super(message);
    this.status = status;
    this.isRetryable = isRetryable;
    this.retryAfterMs = retryAfterMs;
    this.isUncertain = isUncertain;
  }
}

export function permanent(message: string, status: number | null = null): OutgoingFailure {
  return new OutgoingFailure(message, { status, isRetryable: false });
}

/** Of a failed connection or TLS handshake with `host`. What was refused before it is passed on. */
export function failureOfConnection(error: unknown, host: string, isSent: boolean): OutgoingFailure {
  const known = outgoingFailureIn(error);
  if (known) return known;
  const code = codeOf(error);
  const tls = tlsFailure(code, host);
  if (tls) return tls;
  const reason = (code && reasons[code]) ?? (code ? `the connection failed (${code})` : 'the connection failed');
  return new OutgoingFailure(`${host}: ${reason}.`, { isRetryable: true, isUncertain: isSent });
}

/** The addresses of a name are tried in turn; their failures come as one. */
function outgoingFailureIn(error: unknown): OutgoingFailure | null {
  if (error instanceof OutgoingFailure) return error;
  if (error instanceof AggregateError) return outgoingFailureIn(error.errors[0]);
  return null;
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused; nothing listens there',
  ECONNRESET: 'the connection was closed before an answer came',
  EPIPE: 'the connection was closed before everything was sent',
  EHOSTUNREACH: 'no route leads there',
  ENETUNREACH: 'no route leads there',
  ETIMEDOUT: 'no connection came about in time',
  ENOTFOUND: 'the name has no address; check its spelling',
  EAI_AGAIN: 'the name could not be looked up; the name server does not answer',
  HPE_INVALID_CONSTANT: 'the answer is not HTTP',
  HPE_HEADER_OVERFLOW: 'the headers of the answer are too large',
};

/**
 * Certificates are wrong until somebody acts, so another try is wasted; but a certificate that has expired is renewed, and a clock set, within the
 * hours that a delivery is retried for.
 */
function tlsFailure(code: string, host: string): OutgoingFailure | null {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return new OutgoingFailure(`The certificate of ${host} has expired. Renew it there.`, { isRetryable: true });
    case 'CERT_NOT_YET_VALID':
      return new OutgoingFailure(`The certificate of ${host} is not valid yet. Check the clocks of both machines.`, { isRetryable: true });
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return permanent(`The certificate of ${host} is signed by itself or by an authority that this machine does not trust. Give the authority's certificate, or use one that is publicly trusted.`);
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return permanent(`The certificate of ${host} cannot be traced to a trusted authority: the authority is unknown, or the server leaves out its intermediate certificates.`);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return permanent(`The certificate of ${host} is for another name.`);
    case 'CERT_REVOKED':
      return permanent(`The certificate of ${host} was revoked.`);
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return permanent(`${host} does not speak TLS on this port.`);
    default:
      return /^(?:ERR_SSL_|ERR_TLS_|EPROTO$|CERT_)/.test(code) ? permanent(`The TLS handshake with ${host} failed (${code}).`) : null;
  }
}

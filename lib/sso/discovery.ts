import { z } from 'zod';

/** Where a provider of OpenID Connect says that its endpoints are. */
export interface Discovery {
  issuer: string;
  authorization: string;
  token: string;
  jwks: string;
  /** Null: the id token says everything. */
  userinfo: string | null;
  /** Whether it takes the secret of a client in the body of a request alone. */
  takesSecretInBody: boolean;
  /** Whether each of its answers names it (RFC 9207), so that one that does not is of somebody else. */
  namesItself: boolean;
}

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Reads the document of a provider (OpenID Connect Discovery 1.0, section 3). Throws an Error that says what is wrong: it must be of the issuer that was set up, and each endpoint as an issuer must be, https, or
 * http on this machine where the issuer is that too.
 */
export function readDiscovery(issuer: string, document: unknown): Discovery {
  const Endpoint = z.url({ protocol: /^https?$/, abort: true }).max(2_000).refine((url) => isProtected(url, issuer), 'must be https');
  const parsed = z
    .looseObject({
      issuer: z.string().max(500).refine((said) => bare(said) === bare(issuer), `must be ${bare(issuer)}`),
      authorization_endpoint: Endpoint,
      token_endpoint: Endpoint,
      jwks_uri: Endpoint,
      userinfo_endpoint: Endpoint.nullish(),
      token_endpoint_auth_methods_supported: z.array(z.string()).nullish(),
      authorization_response_iss_parameter_supported: z.boolean().nullish(),
    })
    .safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`The document of ${issuer} cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const found = parsed.data;
  const methods = found.token_endpoint_auth_methods_supported ?? [];
  return {
    issuer: found.issuer,
    authorization: found.authorization_endpoint,
    token: found.token_endpoint,
    jwks: found.jwks_uri,
    userinfo: found.userinfo_endpoint ?? null,
    takesSecretInBody: methods.includes('client_secret_post') && !methods.includes('client_secret_basic'),
    namesItself: found.authorization_response_iss_parameter_supported === true,
  };
}

function isProtected(url: string, issuer: string): boolean {
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (loopback.includes(hostname) && issuer.startsWith('http:'));
}

function bare(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

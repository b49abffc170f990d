/** What the tests use of the provider from npm, which has no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }
  interface Context {
    oidc: { provider: { Grant: new (of: { clientId: string; accountId: string }) => Grant }; client: { clientId: string }; session: { accountId: string } };
  }
  interface Configuration {
    clients: readonly object[];
    claims: Record<string, readonly string[]>;
    scopes: readonly string[];
    cookies: { keys: readonly string[] };
    pkce: { required: () => boolean };
    findAccount: (context: unknown, id: string) => { accountId: string; claims: () => Promise<{ sub: string } & Record<string, unknown>> } | undefined;
    loadExistingGrant: (context: Context) => Promise<Grant>;
  }
  export default class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): (message: IncomingMessage, answer: ServerResponse) => void;
  }
}

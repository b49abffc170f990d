const withoutNetwork = new Set(['heartbeat', 'promql']);
const local = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/;

/**
 * What a check reaches over the network of this machine, so that targets can be told apart; null for one that needs no network, because it asks this machine itself
 * or nobody.
 */
export function networkTargetOf(kind: string, target: string): string | null {
  if (withoutNetwork.has(kind)) return null;
  const host = kind === 'dns' ? nameServerOf(target) : hostOf(target);
  return local.test(host) || host.endsWith('.localhost') ? null : host;
}

/** The name server that a target of a DNS check names (`A example.com at 192.0.2.53`). Those without one all ask the name servers of this machine. */
function nameServerOf(target: string): string {
  const server = / at (\S+)$/.exec(target)?.[1];
  return server === undefined ? 'dns' : hostOf(server);
}

function hostOf(target: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(target)?.[1];
  return (address ?? target.replace(/:\d+(?:\/.*)?$/, '')).toLowerCase();
}

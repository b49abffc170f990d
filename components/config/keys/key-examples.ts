import type { Permission } from '@/lib/auth/permissions';

/** How a new key is used, for what its scopes let it do. */
export function examplesOf(scopes: readonly Permission[], secret: string, origin: string): { label: string; text: string }[] {
  const auth = `-H 'Authorization: Bearer ${secret}'`;
  const examples: { label: string; text: string }[] = [];
  if (scopes.includes('monitoring.write')) {
    examples.push({ label: 'Send a value', text: `curl ${auth} -H 'Content-Type: application/json' \\\n  -d '{"name":"deploys_total","labels":{"team":"web"},"value":1}' ${origin}/api/monitoring/metrics` });
    examples.push({ label: 'Prometheus remote write (prometheus.yml)', text: `remote_write:\n  - url: ${origin}/api/v1/write\n    authorization:\n      credentials: ${secret}` });
  }
  if (scopes.includes('monitoring.read')) examples.push({ label: 'Ask for a value', text: `curl ${auth} '${origin}/api/v1/query?query=up'` });
  if (examples.length === 0) examples.push({ label: 'Send it with each request', text: `curl ${auth} ${origin}/api/openapi.json` });
  return examples;
}

import { parseDurationMs } from './duration';
import { asString, isRecord, type Translation } from './translation';

/** What Prometheus prints in place of a secret, for instance in its status page. */
export const hiddenSecret = '<secret>';

export function translateFileDiscovery(value: unknown, into: Translation): void {
  if (!Array.isArray(value)) return into.issue('file_sd_configs', 'This is a list.');
  if (value.length === 0) return;
  const paths: string[] = [];
  let refreshMs = Infinity;
  for (const each of value as unknown[]) {
    if (!isRecord(each) || !Array.isArray(each.files)) return into.issue('file_sd_configs', 'Each entry has a list of files.');
    paths.push(...each.files.map(asString));
    refreshMs = Math.min(refreshMs, parseDurationMs(asString(each.refresh_interval ?? '5m')) ?? 300_000);
  }
  const absolute = paths.find((path) => path.startsWith('/'));
  if (absolute !== undefined) {
    return into.issue('file_sd_configs', `${JSON.stringify(absolute)} is absolute; Nines reads only below its directory for target files (SCRAPE_FILES_DIR). Put the file there and give its path from there.`);
  }
  into.job.fileDiscovery = { paths, refreshMs };
}

export function translateBasicAuth(value: unknown, into: Translation): void {
  if (!isRecord(value)) return into.issue('basic_auth', 'This is a mapping with username and password.');
  refuseOthers(value, ['username', 'password'], 'basic_auth', into);
  into.job.auth = { type: 'basic', username: asString(value.username), password: secretOf(value.password, 'basic_auth.password', into) };
}

export function translateAuthorization(value: unknown, into: Translation): void {
  if (!isRecord(value)) return into.issue('authorization', 'This is a mapping with type and credentials.');
  refuseOthers(value, ['type', 'credentials'], 'authorization', into);
  const type = asString(value.type ?? 'Bearer');
  if (type.trim().toLowerCase() !== 'bearer') return into.issue('authorization.type', `The type ${type} is not supported; only Bearer is.`);
  into.job.auth = { type: 'bearer', token: secretOf(value.credentials, 'authorization.credentials', into) };
}

const tlsFields: Record<string, string> = { ca: 'ca', cert: 'clientCert', key: 'clientKey', server_name: 'serverName', insecure_skip_verify: 'insecureSkipVerify' };

export function translateTls(value: unknown, into: Translation): void {
  if (!isRecord(value)) return into.issue('tls_config', 'This is a mapping.');
  refuseOthers(value, Object.keys(tlsFields), 'tls_config', into);
  const tls: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(tlsFields)) if (value[key] !== undefined) tls[field] = key === 'key' ? secretOf(value.key, 'tls_config.key', into) : value[key];
  into.job.tls = tls;
}

export function translateHeaders(value: unknown, into: Translation): void {
  if (!isRecord(value)) return into.issue('http_headers', 'This is a mapping from names to values.');
  into.job.headers = Object.entries(value).map(([name, given]) => {
    const place = `http_headers.${name}`;
    if (!isRecord(given)) return into.issue(place, 'This is a mapping with values or secrets.');
    refuseOthers(given, ['values', 'secrets'], place, into);
    const values: unknown[] = [given.values, given.secrets].flatMap((each: unknown) => (Array.isArray(each) ? (each as unknown[]) : []));
    if (values.length !== 1) return into.issue(place, 'A header has exactly one value.');
    return { name, value: secretOf(values[0], place, into) };
  });
}

function refuseOthers(value: Record<string, unknown>, known: readonly string[], section: string, into: Translation): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const advice = key.endsWith('_file') || key === 'files' ? 'Give the value itself; Nines stores it encrypted.' : 'Remove it, if the job makes sense without it.';
    into.issue(`${section}.${key}`, `${section}.${key} is not supported. ${advice}`);
  }
}

function secretOf(value: unknown, path: string, into: Translation): string {
  if (value === hiddenSecret) into.issue(path, 'This is the mark of a hidden secret. Write the secret itself.');
  return asString(value);
}

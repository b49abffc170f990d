import { AppError, type FieldIssue } from '@/lib/errors';
import type { ScrapeJobInput, ScrapeSecrets, ScrapeSettings } from './schemas';
import { goesElsewhere } from './secret-destination';

/** A job in its two parts: what may be shown, and what may not. */
export interface PartedJob {
  settings: ScrapeSettings;
  secrets: ScrapeSecrets;
}

const noSecrets: ScrapeSecrets = { headers: {} };

/**
 * Parts a job into what may be shown and what may not. Secrets that were left out are taken from the job as it is `stored`, as long as they go
 * to the same place (`usesStored` says that there are such). Throws AppError `invalid` that names each secret which is neither given nor kept.
 */
export function partSecrets(input: ScrapeJobInput, stored?: PartedJob): PartedJob & { usesStored: boolean } {
  const issues: FieldIssue[] = [];
  const kept = stored?.secrets ?? noSecrets;
  const isElsewhere = stored !== undefined && goesElsewhere(stored.settings, input);
  let usesStored = false;
  const need = (given: string | undefined, before: string | undefined, path: string): string => {
    if (given !== undefined) return given;
    if (before === undefined) issues.push({ path: `body.${path}`, message: 'Give this secret; none is stored.' });
    else if (isElsewhere) issues.push({ path: `body.${path}`, message: 'Enter the secret again: the job now goes to another place.' });
    else usesStored = true;
    return before ?? '';
  };
  const { headers, auth, tls, ...common } = input;
  const secrets: ScrapeSecrets = { headers: {} };
  headers.forEach(({ name, value }, index) => {
    const key = name.toLowerCase();
    secrets.headers[key] = need(value, Object.hasOwn(kept.headers, key) ? kept.headers[key] : undefined, `headers.${index}.value`);
  });
  if (auth.type === 'basic') secrets.password = need(auth.password, kept.password, 'auth.password');
  if (auth.type === 'bearer') secrets.token = need(auth.token, kept.token, 'auth.token');
  const { clientKey, ...shownTls } = tls;
  if (tls.clientCert !== null) secrets.clientKey = need(clientKey, kept.clientKey, 'tls.clientKey');
  else if (clientKey !== undefined) issues.push({ path: 'body.tls.clientCert', message: 'A client key needs its certificate.' });
  const first = issues[0];
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { issues });
  const settings: ScrapeSettings = {
    ...common,
    headers: headers.map(({ name }) => ({ name, hasValue: true })),
    auth: shownAuth(auth),
    tls: { ...shownTls, hasClientKey: secrets.clientKey !== undefined },
  };
  return { settings, secrets, usesStored };
}

function shownAuth(auth: ScrapeJobInput['auth']): ScrapeSettings['auth'] {
  switch (auth.type) {
    case 'none':
      return auth;
    case 'basic':
      return { type: 'basic', username: auth.username, hasPassword: true };
    case 'bearer':
      return { type: 'bearer', hasToken: true };
  }
}

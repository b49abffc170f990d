const harmless = /^(?:accept|accept-.*|cache-control|content-type|host|origin|pragma|referer|user-agent)$/i;

/** Parts headers in those that may be shown and those that may hold a secret: all but a few that everybody knows. */
export function partHeaders(headers: Readonly<Record<string, string>>): { headers: { name: string; value: string }[]; secretHeaders: string | undefined } {
  const all = Object.entries(headers).map(([name, value]) => ({ name: name.trim(), value: value.trim() }));
  const secret = all.filter(({ name }) => !harmless.test(name));
  return {
    headers: all.filter(({ name, value }) => harmless.test(name) && value !== ''),
    secretHeaders: secret.length === 0 ? undefined : secret.map(({ name, value }) => `${name}: ${value}`).join('\n'),
  };
}

/** Leaves out what is undefined. */
export function present(secrets: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])));
}

const shown = '***';
const shortest = 4;
/** Of an address, parts as long as this may be its token. */
const shortestPart = 8;

/** A text without the secrets in it, in the forms in which a service may repeat them: as they are, in a URL, in Base64, or a part of an address. */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  const forms = new Set(secrets.flatMap((secret) => (secret !== undefined && secret.length >= shortest ? formsOf(secret) : [])));
  return [...forms].sort((a, b) => b.length - a.length).reduce((kept, form) => kept.replaceAll(form, shown), text);
}

function formsOf(secret: string): string[] {
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), JSON.stringify(secret).slice(1, -1)];
  if (!/^https?:\/\//.test(secret) || !URL.canParse(secret)) return [...forms, ...secret.split(' ').filter((part) => part.length >= shortestPart)];
  const { pathname, search, searchParams } = new URL(secret);
  const parts = [...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= shortestPart);
  return [...forms, ...(pathname.length > shortest ? [`${pathname}${search}`, pathname] : []), ...parts];
}

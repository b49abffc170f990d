export const redacted = '[redacted]';

/** The last word, or the last two, of names whose values are secrets. */
const secretWords = new Set([
  'password', 'passwd', 'passphrase', 'pwd', 'secret', 'secrets', 'token', 'tokens', 'authorization', 'credential', 'credentials', 'sealed', 'cookie', 'cookies', 'bearer',
  'apikey', 'privatekey', 'secretkey', 'accesskey', 'signingkey', 'encryptionkey', 'integrationkey', 'routingkey', 'sharedkey', 'sessionkey', 'masterkey', 'private', 'otp', 'totp',
  'passwordhash', 'tokenhash', 'secrethash', 'codehash', 'recoverycode', 'recoverycodes', 'connectionstring', 'secretheader', 'userpassword',
]);
const pem = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const apiKey = /\bnines_[A-Za-z0-9_-]{20,100}/g;
const userInfo = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"']{1,500}@/gi;
const credential = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{12,}/g;

const mostDepth = 24;
const mostValues = 50_000;

/**
 * A copy of a JSON value in which texts and objects under names of secrets (`password`, `apiKey`, `client_secret`) are "[redacted]", and so are private keys, keys of Nines,
 * passwords in URLs and credentials of HTTP wherever they stand. Numbers and booleans stay: `hasSecret: true` says nothing. What is deeper or longer than any entry has reason to be is
 * redacted too. It is the second line of defence: who writes an entry leaves secrets out.
 */
export function redact(value: unknown): unknown {
  let values = 0;
  function look(each: unknown, depth: number): unknown {
    values += 1;
    if (depth > mostDepth || values > mostValues) return redacted;
    if (typeof each === 'string') return redactText(each);
    if (Array.isArray(each)) return each.map((item) => look(item, depth + 1));
    if (typeof each !== 'object' || each === null || !isPlain(each)) return each;
    const isSecretPair = 'name' in each && typeof each.name === 'string' && isSecretName(each.name) && 'value' in each;
    // By defineProperty, as a name may be __proto__.
    const copy: Record<string, unknown> = {};
    for (const [name, inner] of Object.entries(each)) {
      const isSecret = isSecretName(name) || (isSecretPair && name === 'value');
      Object.defineProperty(copy, name, { value: isSecret && holdsText(inner) ? redacted : look(inner, depth + 1), enumerable: true, writable: true, configurable: true });
    }
    return copy;
  }
  return look(value, 0);
}

/** Dates and the like write themselves as JSON. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function holdsText(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null);
}

function isSecretName(name: string): boolean {
  if (name.length > 200) return false;
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
  const last = words.at(-1) ?? '';
  return secretWords.has(last) || secretWords.has((words.at(-2) ?? '') + last);
}

function redactText(text: string): string {
  if (text.length < 12) return text;
  return text.replaceAll(pem, redacted).replaceAll(apiKey, redacted).replaceAll(userInfo, `$1${redacted}@`).replaceAll(credential, `$1 ${redacted}`);
}

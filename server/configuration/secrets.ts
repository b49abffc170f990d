import type { z } from 'zod';
import { AppError, type FieldIssue } from '@/lib/errors';
import { isReference, keptSecret, type SecretValue } from '@/lib/configuration/secret-value';

/** Throws AppError `invalid` for a text that cannot be this secret. */
export function checkText(schema: z.ZodType, given: SecretValue, path: string): void {
  const issue = typeof given === 'string' ? schema.safeParse(given).error?.issues[0] : undefined;
  if (issue) throw secretFault(path, issue.message);
}

export type Stored = Readonly<Record<string, string | undefined>>;

/** A secret as it is compared: kept where it is as it is stored. Throws AppError `invalid` for one to be kept that there is not, and for a reference that nobody resolved. */
export function settleSecret(given: SecretValue, stored: string | undefined, path: string): SecretValue {
  if (typeof given === 'string') return given === stored ? keptSecret : given;
  if (isReference(given)) throw secretFault(path, 'A reference to a variable or a file is resolved only in a file on the machine itself. Give the secret, or { keep: true } for the one that is stored.');
  if (stored === undefined) throw secretFault(path, 'No secret is stored for this. Give it: { keep: true } is for one that is there.');
  return keptSecret;
}

export function settleSecrets(given: Readonly<Record<string, SecretValue>>, stored: Stored, path = 'secrets'): Record<string, SecretValue> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, settleSecret(value, Object.hasOwn(stored, name) ? stored[name] : undefined, `${path}.${name}`)]));
}

/** As drafts have them: one to be kept is left out, one that is not named any more is taken away. */
export function draftSecrets(given: Readonly<Record<string, SecretValue>>, storedNames: readonly string[]): Record<string, string | null> {
  const gone = storedNames.filter((name) => !Object.hasOwn(given, name)).map((name) => [name, null] as const);
  const fresh = Object.entries(given).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  return Object.fromEntries([...gone, ...fresh]);
}

export function keptOf(stored: Stored): Record<string, SecretValue> {
  return Object.fromEntries(Object.keys(stored).filter((name) => stored[name] !== undefined).sort().map((name) => [name, keptSecret]));
}

function secretFault(path: string, message: string): AppError {
  const issue: FieldIssue = { path, message };
  return new AppError('invalid', `${path}: ${message}`, { issues: [issue] });
}

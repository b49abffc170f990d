import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isReference } from '@/lib/configuration/secret-value';
import { AppError, type FieldIssue } from '@/lib/errors';
import type { ConfigDocument } from '@/lib/configuration/schemas';
import { pathText } from '@/lib/configuration/read-document';

const mostBytes = 20_000;

interface Places {
  environment: Readonly<Record<string, string | undefined>>;
  /** Files of secrets are below it, and nowhere else. */
  secretsDir: string;
}

/** The document with its references to variables and files replaced by what they hold. Throws AppError `invalid` that names each one which there is not. */
export async function resolveReferences(document: ConfigDocument, places: Places): Promise<ConfigDocument> {
  const issues: FieldIssue[] = [];
  const resolved = await walk(document, [], places, issues);
  const [first] = issues;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { issues: issues.slice(0, 50) });
  return resolved as ConfigDocument;
}

async function walk(value: unknown, at: readonly PropertyKey[], places: Places, issues: FieldIssue[]): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((each, index) => walk(each, [...at, index], places, issues)));
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value) && isSecretPlace(at)) {
    const found = 'env' in value ? fromEnvironment(value.env, places) : await fromFile(value.file, places);
    if ('fault' in found) issues.push({ path: pathText(at), message: found.fault });
    return 'text' in found ? found.text : value;
  }
  const entries = await Promise.all(Object.entries(value).map(async ([key, each]) => [key, await walk(each, [...at, key], places, issues)] as const));
  return Object.fromEntries(entries);
}

const secretPlaces: Readonly<Record<string, string[]>> = {
  checks: ['secrets'], channels: ['secrets'], scrapeJobs: ['auth', 'tls', 'headers'], audit: ['stream.signingSecret', 'stream.authorization'], signInProviders: ['clientSecret'], incidentHooks: ['token'],
};

/** Only where a document has secrets: settings of a kind may have fields of these names. */
function isSecretPlace(at: readonly PropertyKey[]): boolean {
  const [section, first, second] = at;
  const parts: unknown[] | undefined = secretPlaces[String(section)];
  return parts?.includes(section === 'audit' ? `${String(first)}.${String(second)}` : second) ?? false;
}

type Found = { text: string } | { fault: string };

function fromEnvironment(name: string, { environment }: Places): Found {
  const text = environment[name];
  return text === undefined || text === '' ? { fault: `the variable ${name} is not set` } : { text };
}

async function fromFile(name: string, { secretsDir }: Places): Promise<Found> {
  try {
    const root = await realpath(secretsDir);
    const real = await realpath(path.join(root, name));
    if (!real.startsWith(root + path.sep)) return { fault: `${name} leads out of the folder for secrets` };
    const text = await readFile(real, 'utf8');
    if (text.length > mostBytes) return { fault: `${name} is larger than ${mostBytes} bytes` };
    const trimmed = text.replace(/\r?\n$/, '');
    return trimmed === '' ? { fault: `${name} is empty` } : { text: trimmed };
  } catch {
    return { fault: `${name} cannot be read in the folder for secrets` };
  }
}

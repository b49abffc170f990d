import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { explainDirError, syncDir, writeTemporary } from './data-dir';

const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The generated secrets: each is 32 random bytes in base64url. */
export const Secrets = z.object({ authSecret: secret, databasePassword: secret, encryptionKey: secret });
export type Secrets = z.infer<typeof Secrets>;

/**
 * Reads `<dataDir>/secrets.json`, or generates it (mode 0600) when there is none.
 * A file that others can read is closed again; a damaged one is AppError('unavailable'), because new secrets would make
 * the database and everything encrypted in it unreadable.
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, 'secrets.json');
  const text = await readIfExists(file);
  if (text === undefined) return generate(file);
  const parsed = Secrets.safeParse(parseJson(text));
  if (!parsed.success) throw damaged(file);
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return parsed.data;
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new AppError('unavailable', `${file} cannot be read: ${message}. Start Nines with the account that owns this file.`, { cause: error });
  }
}

/** A link, not a rename: when two processes generate at once, both end with the secrets of the first. */
async function generate(file: string): Promise<Secrets> {
  const secrets: Secrets = { authSecret: newSecret(), databasePassword: newSecret(), encryptionKey: newSecret() };
  let temporary: string | undefined;
  try {
    temporary = await writeTemporary(file, `${JSON.stringify(secrets, null, 2)}\n`, 0o600);
    await link(temporary, file);
    await syncDir(path.dirname(file));
    return secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return await loadSecrets(path.dirname(file));
    throw explainDirError(path.dirname(file), error);
  } finally {
    if (temporary !== undefined) await rm(temporary, { force: true });
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(file: string): AppError {
  return new AppError(
    'unavailable',
    `${file} is damaged. Restore it from a backup: without it the database cannot be opened. To begin with an empty Nines instead, set DATA_DIR to a new directory.`,
  );
}

import { randomUUID } from 'node:crypto';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Email } from '@/lib/auth/credentials';
import { AppError, messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import type { CommandDatabase } from './database';

/** Reads the words of a command; a wrong one is told with the command's usage. */
export function readOptions<T extends ParseArgsConfig>(args: string[], usage: string, config: T) {
  try {
    return parseArgs({ ...config, args, allowPositionals: true, strict: true });
  } catch (error) {
    throw new AppError('invalid', `${messageOf(error)}\nUse: npm run nines -- ${usage}`);
  }
}

export function usageError(problem: string, usage: string): AppError {
  return new AppError('invalid', `${problem}\nUse: npm run nines -- ${usage}`);
}

/** The tenant that a command works in: by its slug, or the only one. */
export async function tenantOf(database: Database, slug: string | undefined): Promise<TenantRef> {
  const tenants = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findMany({ orderBy: { number: 'asc' }, take: 100 }));
  const found = slug === undefined ? tenants[0] : tenants.find((tenant) => tenant.slug === slug);
  if (found && (slug !== undefined || tenants.length === 1)) return { id: found.id, number: found.number };
  const names = tenants.map((tenant) => tenant.slug).join(', ') || 'none yet: start Nines first';
  throw new AppError('invalid', `Name the tenant by --tenant. There are: ${names}.`);
}

/** Runs with the command's database and closes it, whatever happens. */
export async function withDatabase<T>(open: () => Promise<CommandDatabase>, run: (database: Database, sealer: Sealer | null) => Promise<T>): Promise<T> {
  const { database, sealer, close } = await open();
  try {
    return await run(database, sealer ?? null);
  } finally {
    await close();
  }
}

/** What the audit trail says of a change made by a command. */
export function commandRecord() {
  return { actor: { kind: 'system', id: 'command-line' }, requestId: randomUUID(), now: Date.now() };
}

export function toEmail(text: string | undefined, usage: string): string {
  const parsed = Email.safeParse(text);
  if (!parsed.success) throw usageError(`"${text ?? ''}" is not an email address.`, usage);
  return parsed.data;
}

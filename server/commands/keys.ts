import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { keyLimits } from '@/lib/keys/api';
import { createKey, listKeys, revokeKey, rotateKey } from '@/server/auth/keys';
import type { Command } from './command';
import { commandRecord, readOptions, tenantOf, usageError, withDatabase } from './options';

const createUsage = 'keys create --name NAME [--scope PERMISSION]... [--expires DAYSd] [--tenant SLUG]';
const defaultScopes: readonly Permission[] = ['monitoring.write'];

export const createKeyCommand: Command = {
  usage: createUsage,
  summary: `Makes an API key and prints it once. Scopes: ${permissions.join(', ')}. Without --scope it may write metrics.`,
  async run(args, open) {
    const { values } = readOptions(args, createUsage, {
      options: {
        name: { type: 'string' },
        scope: { type: 'string', multiple: true },
        expires: { type: 'string' },
        tenant: { type: 'string' },
      },
    });
    const name = values.name?.trim();
    if (!name) throw usageError('Give the key a --name that says who uses it.', createUsage);
    const scopes = values.scope === undefined ? defaultScopes : values.scope.flatMap((each) => each.split(',')).map(toPermission);
    const { now, requestId } = commandRecord();
    const expiresAt = values.expires === undefined ? null : new Date(now + toDays(values.expires) * 86_400_000);
    return withDatabase(open, async (database) => {
      const { id, key } = await createKey(database, await tenantOf(database, values.tenant), { name, scopes, expiresAt, now, requestId });
      const until = expiresAt ? `until ${expiresAt.toISOString()}` : 'without an end';
      return `${key}\n\nKey ${id} (${name}) may ${scopes.join(', ')} ${until}. It is shown only now.`;
    });
  },
};

const listUsage = 'keys list [--tenant SLUG]';

export const listKeysCommand: Command = {
  usage: listUsage,
  summary: 'Lists the API keys with scopes, end and last use.',
  async run(args, open) {
    const { values } = readOptions(args, listUsage, { options: { tenant: { type: 'string' } } });
    return withDatabase(open, async (database) => {
      const keys = await listKeys(database, await tenantOf(database, values.tenant));
      const shown = (date: Date | null, none: string) => date?.toISOString() ?? none;
      const lines = keys.map((key) => {
        const state = key.revokedAt ? `revoked ${key.revokedAt.toISOString()}` : `ends ${shown(key.expiresAt, 'never')}`;
        return [key.id, key.name, key.scopes.join(','), state, `used ${shown(key.lastUsedAt, 'never')}${key.lastUsedAddress ? ` from ${key.lastUsedAddress}` : ''}`].join('\t');
      });
      return lines.length === 0 ? 'There is no API key yet.' : lines.join('\n');
    });
  },
};

const revokeUsage = 'keys revoke ID [--tenant SLUG]';

export const revokeKeyCommand: Command = {
  usage: revokeUsage,
  summary: 'Ends an API key at once.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, revokeUsage, { options: { tenant: { type: 'string' } } });
    const { data: id } = z.uuid().safeParse(positionals[0]);
    if (!id) throw usageError('Give the id of the key, as keys list shows it.', revokeUsage);
    return withDatabase(open, async (database) => {
      await revokeKey(database, await tenantOf(database, values.tenant), id, commandRecord());
      return `Key ${id} is revoked.`;
    });
  },
};

const rotateUsage = 'keys rotate ID [--overlap SECONDS] [--tenant SLUG]';

export const rotateKeyCommand: Command = {
  usage: rotateUsage,
  summary: 'Makes a new API key of the same name and scopes and prints it once. The old one ends at once, or after the overlap.',
  async run(args, open) {
    const { values, positionals } = readOptions(args, rotateUsage, { options: { overlap: { type: 'string' }, tenant: { type: 'string' } } });
    const { data: id } = z.uuid().safeParse(positionals[0]);
    if (!id) throw usageError('Give the id of the key, as keys list shows it.', rotateUsage);
    const overlapSeconds = Number(values.overlap ?? 0);
    if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > keyLimits.overlapSeconds) {
      throw usageError(`--overlap ${values.overlap ?? ''} is not a number of seconds from 0 to ${keyLimits.overlapSeconds}.`, rotateUsage);
    }
    return withDatabase(open, async (database) => {
      const made = await rotateKey(database, await tenantOf(database, values.tenant), id, { ...commandRecord(), overlapSeconds });
      return `${made.key}\n\nKey ${made.id} is in place of ${id}, which ends ${made.oldEndsAt.toISOString()}. It is shown only now.`;
    });
  },
};

function toPermission(text: string): Permission {
  const found = permissions.find((permission) => permission === text);
  if (!found) throw new AppError('invalid', `"${text}" is not a permission. Use one of: ${permissions.join(', ')}.`);
  return found;
}

function toDays(text: string): number {
  const days = Number(/^(\d{1,4})d?$/.exec(text)?.[1]);
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw new AppError('invalid', `--expires ${text} is not a number of days from 1d to 3650d.`);
  return days;
}

import { AppError } from '@/lib/errors';
import type { IncidentSettings, IncidentSeverity, Person } from '@/lib/incidents/schemas';
import type { Transaction } from '@/server/database/database';
import type { z } from 'zod';

type Named = z.infer<typeof Person>;

/** The severity with this key. Throws AppError `invalid` at `path` for another one. */
export function severityOf({ severities }: Pick<IncidentSettings, 'severities'>, key: string, path: string): IncidentSeverity {
  const found = severities.find((each) => each.key === key);
  if (!found) throw invalid(path, `There is no severity ${JSON.stringify(key)}. Take one of ${severities.map((each) => each.key).join(', ')}.`);
  return found;
}

/** A member of the tenant by name. Throws AppError `invalid` at `path` for anybody else. */
export async function memberOf(tx: Transaction, userId: string, path: string): Promise<Named> {
  const member = await tx.membership.findFirst({ where: { userId, deactivatedAt: null }, select: { user: { select: { id: true, name: true, email: true } } } });
  if (!member) throw invalid(path, 'Nobody of this organisation has this id.');
  const { id, name, email } = member.user;
  return { id, name: name ?? email };
}

/** Services of the tenant, in the order of `ids`. Throws AppError `invalid` at `path` where one is missing. */
export async function servicesOf(tx: Transaction, ids: readonly string[], path: string): Promise<Named[]> {
  const rows = await tx.service.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].map((id) => {
    const row = byId.get(id);
    if (!row) throw invalid(path, `There is no service with the id ${id}.`);
    return row;
  });
}

/** A field of the request that cannot be taken. */
export function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}

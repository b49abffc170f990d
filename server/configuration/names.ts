import type { SectionKey } from '@/lib/configuration/schemas';
import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';

type NamedKind = 'service' | 'check' | 'channel' | 'schedule' | 'policy' | 'window' | 'person';

const words: Record<NamedKind, string> = { service: 'service', check: 'check', channel: 'notification channel', schedule: 'on-call schedule', policy: 'escalation policy', window: 'maintenance window', person: 'member with the email' };
const most = 20_000;

/** What the things of a section are, where others name them. */
export const kindsOfNames: Partial<Record<SectionKey, NamedKind>> = { services: 'service', checks: 'check', channels: 'channel', onCallSchedules: 'schedule', escalationPolicies: 'policy', maintenance: 'window' };

/** What ids are called in documents, and back: people by email, all else by name. */
export class Names {
  private readonly byId = new Map<string, string>();
  private readonly byName = new Map<string, string>();

  set(kind: NamedKind, name: string, id: string): void {
    this.byId.set(`${kind} ${id}`, name);
    this.byName.set(`${kind} ${name}`, id);
  }

  /** Nothing can be found by this name any more; what has its id is still called so. */
  forget(kind: NamedKind, name: string): void {
    this.byName.delete(`${kind} ${name}`);
  }

  /** Null for what is gone. */
  nameOf(kind: NamedKind, id: string): string | null {
    return this.byId.get(`${kind} ${id}`) ?? null;
  }

  /** The names of what is still there. */
  namesOf(kind: NamedKind, ids: readonly string[]): string[] {
    return ids.flatMap((id) => this.nameOf(kind, id) ?? []);
  }

  /** Throws AppError `invalid` at `path` for what there is not. */
  idOf(kind: NamedKind, name: string, path: string): string {
    const id = this.byName.get(`${kind} ${name}`);
    if (id !== undefined) return id;
    const message = `There is no ${words[kind]} ${JSON.stringify(name)}.`;
    throw new AppError('invalid', message, { issues: [{ path, message }] });
  }

  idsOf(kind: NamedKind, names: readonly string[], path: string): string[] {
    return names.map((name, at) => this.idOf(kind, name, `${path}.${at}`));
  }
}

/** Every name of the transaction's tenant. */
export async function readNames(tx: Transaction): Promise<Names> {
  const names = new Names();
  const select = { id: true, name: true } as const;
  const found = [
    ['service', await tx.service.findMany({ select, take: most })],
    ['check', await tx.check.findMany({ select, take: most })],
    ['channel', await tx.notificationChannel.findMany({ select, take: most })],
    ['schedule', await tx.onCallSchedule.findMany({ select, take: most })],
    ['policy', await tx.escalationPolicy.findMany({ select, take: most })],
    ['window', await tx.maintenanceWindow.findMany({ select, take: most })],
  ] as const;
  for (const [kind, rows] of found) for (const { id, name } of rows) names.set(kind, name, id);
  const members = await tx.membership.findMany({ select: { user: { select: { id: true, email: true } } }, take: most });
  for (const { user } of members) names.set('person', user.email, user.id);
  return names;
}

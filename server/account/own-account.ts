import { Notifications, ThemeChoice, type Account } from '@/lib/account/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { staleError } from '@/lib/settings/both-sides';
import type { Database, Transaction } from '@/server/database/database';
import { changeOwn, personOf } from './own';
import { contactView } from './contacts';

interface Change {
  version: number;
  name?: string;
  timeZone?: string | null;
  pageContactId?: string | null;
}

/** The account of the caller. */
export function readAccount(database: Database, caller: Caller): Promise<Account> {
  return database.transaction({ kind: 'auth' }, (tx) => accountOf(tx, personOf(caller).id));
}

/** Changes what is given of the caller's account. Throws `conflict` with both sides when it is not in this version any more, `invalid` for an address that is not confirmed. */
export function updateAccount(database: Database, caller: Caller, { version, pageContactId, ...given }: Change): Promise<Account> {
  const { id } = personOf(caller);
  return changeOwn(database, caller, 'account.update', async (tx) => {
    const before = await accountOf(tx, id);
    if (pageContactId && !before.contacts.some((contact) => contact.id === pageContactId && contact.verifiedAt !== null)) {
      throw new AppError('invalid', 'Pages go to a confirmed address of yours only.', { issues: [{ path: 'body.pageContactId', message: 'is no confirmed address of yours' }] });
    }
    const notifications = pageContactId === undefined ? undefined : { pageContactId };
    const { count } = await tx.user.updateMany({ where: { id, version }, data: { ...given, notifications, version: version + 1 } });
    if (count === 0) throw staleAccount({ ...given, pageContactId }, await accountOf(tx, id));
    const after = await accountOf(tx, id);
    return { result: after, before: auditOf(before), after: auditOf(after) };
  });
}

/** Keeps the look that the caller chose for all devices. The last choice counts, wherever it was made. */
export async function chooseTheme(database: Database, caller: Caller, theme: ThemeChoice): Promise<void> {
  const { id } = personOf(caller);
  const { theme: before } = await preferencesOf(database, id);
  if (before === theme) return;
  await changeOwn(database, caller, 'account.theme', async (tx) => {
    await tx.user.update({ where: { id }, data: { theme } });
    return { result: undefined, before: { theme: before }, after: { theme } };
  });
}

/** How a person wants pages to look; null: nothing was chosen. */
export async function preferencesOf(database: Database, userId: string): Promise<{ theme: ThemeChoice | null; timeZone: string | null }> {
  const user = await database.transaction({ kind: 'auth' }, (tx) => tx.user.findUnique({ where: { id: userId }, select: { theme: true, timeZone: true } }));
  return { theme: ThemeChoice.safeParse(user?.theme).data ?? null, timeZone: user?.timeZone ?? null };
}

async function accountOf(tx: Transaction, id: string): Promise<Account> {
  const user = await tx.user.findUniqueOrThrow({ where: { id } });
  const rows = await tx.userContact.findMany({ where: { userId: id, kind: 'email' }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  const { pageContactId } = Notifications.parse(user.notifications);
  const contacts = rows.map(contactView);
  return {
    version: user.version,
    name: user.name,
    email: user.email,
    timeZone: user.timeZone,
    theme: ThemeChoice.safeParse(user.theme).data ?? 'system',
    pageContactId: contacts.some((contact) => contact.id === pageContactId && contact.verifiedAt !== null) ? pageContactId : null,
    contacts,
    hasPassword: user.passwordHash !== null,
  };
}

/** What would have been saved beside what is stored now; addresses by what they are, for nobody knows them by their ids. */
function staleAccount({ name, timeZone, pageContactId }: Omit<Change, 'version'>, now: Account): AppError {
  const addressOf = (id: string | null) => now.contacts.find((contact) => contact.id === id)?.address ?? null;
  const given: Record<string, unknown> = { name, timeZone, pageContactId: pageContactId === undefined ? undefined : addressOf(pageContactId) };
  const stored: Record<string, unknown> = { name: now.name, timeZone: now.timeZone, pageContactId: addressOf(now.pageContactId) };
  const asked = Object.keys(given).filter((key) => given[key] !== undefined);
  const only = (of: Record<string, unknown>) => Object.fromEntries(asked.map((key) => [key, of[key]]));
  const { issues } = staleError(only(given), only(stored));
  return new AppError('conflict', 'Your account was changed elsewhere in the meantime. Load it again and repeat the change.', { issues });
}

function auditOf({ version, name, timeZone, pageContactId }: Account) {
  return { version, name, timeZone, pageContactId };
}

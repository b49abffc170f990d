import { z } from 'zod';
import { maxHooks, type SectionOf } from '@/lib/configuration/schemas';
import { keptSecret } from '@/lib/configuration/secret-value';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import { isUniqueViolation } from '@/server/database/unique-violation';
import { hashHookToken } from '@/server/incidents/hook-token';
import { deleteHook } from '@/server/incidents/hooks';
import { settingsIn } from '@/server/incidents/incident-settings';
import { severityOf } from '@/server/incidents/references';
import { checkText, settleSecret } from '../secrets';
import type { ListSection, Work } from '../work';

type Item = SectionOf<'incidentHooks'>[number];

const most = 1_000;
const Token = z.string().regex(/^[\w-]{32,100}$/, 'must have 32 to 100 letters, digits, _ or -');

/** Nobody knows the token of a hook any more, so that an address stays as long as the hook keeps its name, and is neither shown nor changed. */
export const incidentHooks: ListSection<Item> = {
  kind: 'list',
  async read({ read }) {
    const rows = await read((tx) => tx.incidentHook.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true, name: true, severity: true }, take: most }));
    const nameOf = distinctNames();
    return rows.map(({ id, name, severity }) => ({ id, version: 1, item: { name: nameOf(name), severity, token: keptSecret } }));
  },
  async settle({ read }, item, stored) {
    checkText(Token, item.token, 'token');
    const row = stored && (await read((tx) => tx.incidentHook.findUnique({ where: { id: stored.id }, select: { tokenHash: true } })));
    if (typeof item.token === 'string' && row?.tokenHash === hashHookToken(item.token)) return { ...item, token: keptSecret };
    return { ...item, token: settleSecret(item.token, row ? '' : undefined, 'token') };
  },
  create: (work, item) => store(work, 'incident_hook.create', item, null),
  update: (work, stored, item) => store(work, 'incident_hook.update', item, stored),
  remove: (work, { id }) => deleteHook(work, work.caller, id),
};

async function store({ database, caller }: Work, action: string, { name, severity, token }: Item, stored: { id: string; item: Item } | null): Promise<void> {
  const fresh = typeof token === 'string' ? { tokenHash: hashHookToken(token) } : null;
  await mutate(database, caller, action, async (tx) => {
    severityOf((await settingsIn(tx)).settings, severity, 'body.severity');
    if (stored) await tx.incidentHook.update({ where: { id: stored.id }, data: { severity, ...fresh } });
    else if ((await tx.incidentHook.count()) >= maxHooks) throw new AppError('conflict', `There are ${maxHooks} hooks already. Delete one first.`);
    else if (fresh) await tx.incidentHook.create({ data: { tenantId: caller.tenant.id, name, severity, ...fresh, createdAt: new Date(caller.now) } });
    const before = stored && { id: stored.id, name, severity: stored.item.severity };
    return { result: undefined, before, after: { name, severity, isNewAddress: fresh !== null } };
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new AppError('conflict', 'This token is taken. Choose another one.', { issues: [{ path: 'token', message: 'is taken: choose another one' }] }) : error;
  });
}

/** Hooks may have the same name; documents call the later ones by it and a number. */
function distinctNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    let found = name;
    for (let at = 2; taken.has(found); at += 1) found = `${name} (${at})`;
    taken.add(found);
    return found;
  };
}

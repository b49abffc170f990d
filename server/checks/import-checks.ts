import type { z } from 'zod';
import type { importChecks as endpoint } from '@/lib/checks/api';
import { importBlackbox } from '@/lib/checks/import/blackbox';
import type { ImportedChecks } from '@/lib/checks/import/imported-checks';
import { importUptimeKuma } from '@/lib/checks/import/uptime-kuma';
import { checkKindOf } from '@/lib/checks/kinds/registry';
import { type CheckDraft, maxChecks } from '@/lib/checks/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Transaction } from '@/server/database/database';
import type { CheckVerbs } from './check-verbs';
import { newCheck } from './checks';
import { insertChecks } from './insert-checks';
import { assertRunBudget } from './run-budget';

type Input = z.output<NonNullable<(typeof endpoint)['body']>>;
type Answer = z.infer<(typeof endpoint)['response']>;

/**
 * Creates the checks of a file, all that can be or none, and says of the others why not; a trial creates nothing and says the same. Throws `invalid` for
 * what is no such file, `conflict` for more checks or runs than there can be, and when somebody took one of the names at the same moment.
 */
export async function importChecks(verbs: CheckVerbs, caller: Caller, { source, text, targets, isTrial }: Input): Promise<Answer> {
  const imported = source === 'blackbox' ? importBlackbox(text, targets) : importUptimeKuma(text);
  if (isTrial || imported.drafts.length === 0) {
    return verbs.database.transaction({ kind: 'tenant', tenant: caller.tenant }, async (tx) => answerOf(await withoutTaken(tx, imported)));
  }
  const made = new Map(imported.drafts.map((draft) => [draft.name, newCheck(verbs, caller, draft)]));
  return mutate(verbs.database, caller, 'check.import', async (tx) => {
    const free = await withoutTaken(tx, imported);
    const rows = free.drafts.flatMap(({ name }) => made.get(name) ?? []);
    if ((await insertChecks(tx, rows)) < rows.length) throw new AppError('conflict', 'Somebody created a check with one of these names at the same moment. Nothing was imported; try again.');
    return { result: answerOf(free), before: null, after: { source, checks: rows.map(({ id, name, kind }) => ({ id, name, kind })) } };
  });
}

async function withoutTaken(tx: Transaction, { drafts, skipped }: ImportedChecks): Promise<ImportedChecks> {
  const rows = await tx.check.findMany({ select: { name: true }, take: maxChecks });
  const taken = new Set(rows.map(({ name }) => name));
  const free = drafts.filter(({ name }) => !taken.has(name));
  if (rows.length + free.length > maxChecks) throw new AppError('conflict', `With these there would be more than ${maxChecks} checks. Import fewer, or delete some first.`);
  await assertRunBudget(tx, free);
  const known = drafts.filter(({ name }) => taken.has(name)).map(({ name }) => ({ name, reason: 'There is already a check with this name. Rename one of the two.' }));
  return { drafts: free, skipped: [...skipped, ...known] };
}

function answerOf({ drafts, skipped }: ImportedChecks): Answer {
  return { made: drafts.map(madeOf), skipped };
}

function madeOf({ name, kind, settings }: CheckDraft): Answer['made'][number] {
  return { name, kind, target: checkKindOf(kind)?.targetOf(settings) ?? '' };
}

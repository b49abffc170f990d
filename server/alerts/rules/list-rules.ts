import { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { listAlertRules, ruleStates } from '@/lib/alerts/rules/api';
import type { Database, Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';
import { rulesWithHealth, selectRules, viewOfRule } from './rule-rows';
import { currentThresholds } from './thresholds';

type Query = z.output<NonNullable<(typeof listAlertRules)['query']>>;
type Answer = z.infer<(typeof listAlertRules)['response']>;

const isEnabled = Prisma.sql`coalesce((settings->>'isEnabled')::boolean, true)`;
const conditions: Readonly<Record<(typeof ruleStates)[number], Prisma.Sql>> = {
  firing: Prisma.sql`firing > 0`,
  pending: Prisma.sql`pending > 0`,
  inactive: Prisma.sql`${isEnabled} and firing = 0 and pending = 0`,
  failing: Prisma.sql`${isEnabled} and error is not null`,
  disabled: Prisma.sql`not ${isEnabled}`,
};
const count = z.coerce.number().int();
const Counts = z.object({ total: count, firing: count, pending: count, inactive: count, failing: count, disabled: count });

/** A page of the tenant's rules by name. */
export function listRules({ database }: { database: Database }, { tenant }: Pick<Caller, 'tenant'>, query: Query): Promise<Answer> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await selectRules(tx, whereOf(query), query.limit + 1);
    const page = rows.slice(0, query.limit);
    const thresholds = await currentThresholds(tx);
    return {
      rules: page.map((row) => viewOfRule(row, thresholds)),
      next: rows.length > page.length ? (page.at(-1)?.name ?? null) : null,
      counts: await countRules(tx),
    };
  });
}

function whereOf({ text, state, team, after }: Query): Prisma.Sql {
  const parts = [Prisma.sql`true`];
  if (text !== undefined && text !== '') parts.push(Prisma.sql`position(lower(${text}) in lower(settings::text)) > 0`);
  if (state !== undefined) parts.push(conditions[state]);
  if (team !== undefined) parts.push(Prisma.sql`coalesce(settings->>'team', '') = ${team}`);
  if (after !== undefined) parts.push(Prisma.sql`name > ${after}`);
  return Prisma.join(parts, ' and ');
}

async function countRules(tx: Transaction): Promise<z.infer<typeof Counts>> {
  const rows = await tx.$queryRaw<unknown[]>`
    select count(*) as total, count(*) filter (where ${conditions.firing}) as firing, count(*) filter (where ${conditions.pending}) as pending,
      count(*) filter (where ${conditions.inactive}) as inactive, count(*) filter (where ${conditions.failing}) as failing,
      count(*) filter (where ${conditions.disabled}) as disabled
    from (${rulesWithHealth}) as rule`;
  return Counts.parse(rows[0]);
}

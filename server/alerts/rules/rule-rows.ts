import { z } from 'zod';
import { compileRule, type Thresholds } from '@/lib/alerts/rules/compile';
import { RuleSettings, type RuleView } from '@/lib/alerts/rules/schemas';
import { severities } from '@/lib/alerts/severity';
import { isAppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';
import { Prisma } from '@/server/database/generated/client';

const count = z.coerce.number().int();
const Row = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.number(),
  seed: z.string().nullable(),
  settings: RuleSettings,
  created_at: z.date(),
  updated_at: z.date(),
  evaluated_at: z.date().nullable(),
  duration_ms: z.number().nullable(),
  results: z.number().nullable(),
  error: z.string().nullable(),
  error_since: z.date().nullable(),
  pending: count,
  firing: count,
  worst: z.int().nullable(),
});
export type RuleRow = z.infer<typeof Row>;

/** Rules of the transaction's tenant with their health and active alerts, as `rule`; the conditions of `where` may use the columns below. */
export const rulesWithHealth = Prisma.sql`
  select r.id, r.name, r.version, r.seed, r.settings, r.created_at, r.updated_at,
    s.evaluated_at, s.duration_ms, s.results, s.error, s.error_since,
    coalesce(a.pending, 0) as pending, coalesce(a.firing, 0) as firing, a.worst
  from alert_rules r
  left join alert_rule_states s on s.rule_id = r.id
  left join (
    select rule_id, count(*) filter (where state = 'pending') as pending, count(*) filter (where state in ('firing', 'acknowledged')) as firing,
      min(array_position(${[...severities]}, severity)) filter (where state in ('firing', 'acknowledged')) as worst
    from alerts where is_active and rule_id is not null group by rule_id
  ) a on a.rule_id = r.id`;

/** At most `limit` rules by name. */
export async function selectRules(tx: Transaction, where: Prisma.Sql, limit: number): Promise<RuleRow[]> {
  return z.array(Row).parse(await tx.$queryRaw`select * from (${rulesWithHealth}) as rule where ${where} order by name limit ${limit}`);
}

/** A rule as the API shows it. One that cannot be compiled any more has no expressions, and says why where its evaluation did not. */
export function viewOfRule(row: RuleRow, thresholds: Thresholds): RuleView {
  const { expressions, problem } = expressionsOf(row.settings, thresholds);
  return {
    id: row.id,
    version: row.version,
    seed: row.seed,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    settings: row.settings,
    expressions,
    health: {
      evaluatedAt: row.evaluated_at?.getTime() ?? null,
      durationMs: row.duration_ms,
      results: row.results,
      error: row.error ?? problem,
      errorSince: row.error_since?.getTime() ?? null,
    },
    active: { pending: row.pending, firing: row.firing, worst: row.worst === null ? null : (severities[row.worst - 1] ?? null) },
  };
}

function expressionsOf(settings: RuleSettings, thresholds: Thresholds): { expressions: RuleView['expressions']; problem: string | null } {
  try {
    return { expressions: compileRule(settings, thresholds).conditions.map(({ severity, source }) => ({ severity, expr: source })), problem: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { expressions: [], problem: error.message };
  }
}

import { AppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';

interface Run {
  intervalMs: number;
  isEnabled: boolean;
}

/** What all checks of a tenant that are on may run in a second: 5,000 of them at 20 s. */
const mostRuns = 250;
const tolerance = 1e-6;
const none = '00000000-0000-0000-0000-000000000000';

/**
 * Throws `conflict` when the checks of the tenant, with those that are added, would run more often than they may; what makes it no more is always taken. `without` is the
 * check that is replaced.
 */
export async function assertRunBudget(tx: Transaction, added: readonly Run[], without?: string): Promise<void> {
  const addedRuns = added.reduce((sum, { intervalMs, isEnabled }) => sum + (isEnabled ? 1_000 / intervalMs : 0), 0);
  if (addedRuns === 0) return;
  // Two at once would each fit alone, so one waits for the other.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('runs of checks ' || nines_tenant_id()::text, 0))`;
  const [found] = await tx.$queryRaw<{ kept: number; replaced: number }[]>`
    select coalesce(sum(runs) filter (where id <> ${without ?? none}::uuid), 0)::float8 as kept, coalesce(sum(runs) filter (where id = ${without ?? none}::uuid), 0)::float8 as replaced
    from (select id, 1000.0 / greatest(1, (plan ->> 'intervalMs')::float8) as runs from checks where is_enabled) enabled`;
  const { kept, replaced } = found ?? { kept: 0, replaced: 0 };
  if (addedRuns <= replaced + tolerance || kept + addedRuns <= mostRuns + tolerance) return;
  const runs = Math.ceil((kept + addedRuns) * 10) / 10;
  throw new AppError('conflict', `With this, the checks that are on would run ${runs} times a second, and at most ${mostRuns} are allowed. Give checks a longer interval, or switch some off.`);
}

import type pg from 'pg';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { parsePattern } from '@/lib/metrics/pattern';
import type { Labels } from '@/lib/metrics/sample';
import { metricLimits } from '@/lib/metrics/schemas';
import type { Matcher } from '@/lib/metrics/store';
import type { TenantRef } from '@/lib/tenants';

interface FoundSeries {
  id: number;
  name: string;
  labels: Labels;
}

/** The series that match, and up to where roll-ups answer (milliseconds since 1970). */
export interface FoundSet {
  series: FoundSeries[];
  rolled1mTo: number;
  rolled1hTo: number;
}

const Row = z.object({
  id: z.number(),
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  rolled_1m_to: z.coerce.number(),
  rolled_1h_to: z.coerce.number(),
});

/** `last_seen` advances in steps of up to this, so it may be older than the last sample. */
const lastSeenLagMs = 15 * 60_000;

/** Finds the series with samples at or after `fromMs`, ordered by name. Throws AppError `invalid` over the limit of series. */
export async function selectSeries(client: pg.ClientBase, tenant: TenantRef, matchers: readonly Matcher[], fromMs: number): Promise<FoundSet> {
  const limit = metricLimits.seriesPerQuery;
  const values: unknown[] = [tenant.number, fromMs, lastSeenLagMs, limit + 1];
  const conditions = matchers.map((matcher) => conditionOf(matcher, (value) => `$${values.push(value)}`));
  const { rows } = await client.query(
    `select s.id, s.name, s.labels, p.rolled_1m_to, p.rolled_1h_to
     from metrics.series s join metrics.rollup_progress p on p.tenant_number = s.tenant_number
     where s.tenant_number = $1 and s.last_seen >= least($2::bigint, p.rolled_1m_to) - $3::bigint
       and ${conditions.join(' and ') || 'true'}
     order by s.name, s.id limit $4`,
    values,
  );
  const found = z.array(Row).parse(rows);
  if (found.length > limit) {
    const message = `The selector matches more than ${limit} series. Add a matcher that tells them apart.`;
    throw new AppError('invalid', message, { issues: [{ path: 'query.selector', message }] });
  }
  return {
    series: found.map(({ id, name, labels }) => ({ id, name, labels })),
    rolled1mTo: found[0]?.rolled_1m_to ?? 0,
    rolled1hTo: found[0]?.rolled_1h_to ?? 0,
  };
}

/** An absent label has the empty value. Regular expressions run in PostgreSQL's automaton, translated by `parsePattern`. */
function conditionOf({ label, operator, value }: Matcher, bind: (value: unknown) => string): string {
  const subject = label === '__name__' ? 's.name' : `coalesce(s.labels ->> ${bind(label)}, '')`;
  switch (operator) {
    case '=':
      return `${subject} = ${bind(value)}`;
    case '!=':
      return `${subject} <> ${bind(value)}`;
    case '=~':
    case '!~': {
      const { alternatives, posix } = parsePattern(value);
      const matched = alternatives
        ? `${subject} = any (${bind(alternatives)}::text[])`
        : `(${subject} collate "C") ~ ${bind(posix)}`;
      return operator === '=~' ? matched : `not (${matched})`;
    }
  }
}

import type { AlertFilters } from '@/lib/alerts/api';
import { compileMatchers, parseMatchers } from '@/lib/alerts/matchers';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { labelSetOf } from '@/lib/metrics/labels';
import { alternativesOf } from '@/lib/metrics/matcher';
import { Prisma } from '@/server/database/generated/client';

/** A filter of alerts as SQL over `alerts`, and the rest of it that SQL cannot decide. */
export interface CompiledFilter {
  /** What an index narrows: it decides which rows are looked at. */
  scope: Prisma.Sql;
  /** What is decided row by row. */
  condition: Prisma.Sql;
  /** The values of labels (a text array of SQL) that `accepts` decides by; null where SQL decides all. */
  values: Prisma.Sql | null;
  accepts(values: readonly string[]): boolean;
  /** Rows to look at in one query, so that it takes about as long whatever is asked for. */
  rowsAtOnce: number;
}

/** Rows a query of about 10 ms looks at, by the dearest thing that it does with each. */
const rowsAtOnce = { columns: 10_000, labels: 4_000, text: 2_000 } as const;

const stateConditions = {
  pending: Prisma.sql`state = 'pending'`,
  firing: Prisma.sql`state = 'firing' and suppression is null`,
  acknowledged: Prisma.sql`state = 'acknowledged' and suppression is null`,
  suppressed: Prisma.sql`state in ('firing', 'acknowledged') and suppression is not null`,
  resolved: Prisma.sql`state = 'resolved'`,
} as const;

/** Throws AppError `invalid` for matchers that cannot be read. */
export function compileFilter(filters: AlertFilters): CompiledFilter {
  const matchers = filters.matchers === undefined ? [] : parseMatchers(filters.matchers);
  const inSql = matchers.map((matcher) => ({ matcher, sql: matcherSql(matcher) }));
  const rest = inSql.filter(({ sql }) => sql === null).map(({ matcher }) => matcher);
  const names = [...new Set(rest.map(({ label }) => label))];
  const matches = compileMatchers(rest);
  const conditions = [...columnConditions(filters), ...inSql.flatMap(({ sql }) => sql ?? [])];
  if (filters.text !== undefined && filters.text !== '') conditions.push(textSql(filters.text));
  return {
    scope: Prisma.join(scopeOf(filters), ' and '),
    condition: conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' and '),
    values: rest.length === 0 ? null : Prisma.sql`array[${Prisma.join(names.map((name) => Prisma.sql`coalesce(labels ->> ${name}, '')`))}]`,
    accepts: (values) => matches(labelSetOf(names.map((name, index) => [name, values[index] ?? '']))),
    rowsAtOnce: filters.text ? rowsAtOnce.text : matchers.length > 0 ? rowsAtOnce.labels : rowsAtOnce.columns,
  };
}

function scopeOf({ state, ruleId, fingerprint, to }: AlertFilters): Prisma.Sql[] {
  const scope = [state?.includes('resolved') ? Prisma.sql`true` : Prisma.sql`state <> 'resolved'`];
  if (ruleId !== undefined) scope.push(Prisma.sql`rule_id = ${ruleId}::uuid`);
  if (fingerprint !== undefined) scope.push(Prisma.sql`fingerprint = ${fingerprint}`);
  if (to !== undefined) scope.push(Prisma.sql`starts_at < ${new Date(to)}`);
  return scope;
}

function columnConditions({ state = ['firing', 'acknowledged', 'suppressed'], severity, service, team, from }: AlertFilters): Prisma.Sql[] {
  const conditions = [Prisma.sql`(${Prisma.join(state.map((each) => Prisma.sql`(${stateConditions[each]})`), ' or ')})`];
  if (severity !== undefined) conditions.push(Prisma.sql`severity = any(${severity})`);
  if (service !== undefined) conditions.push(Prisma.sql`service = ${service}`);
  if (team !== undefined) conditions.push(Prisma.sql`team = ${team}`);
  if (from !== undefined) conditions.push(Prisma.sql`(resolved_at is null or is_active or resolved_at >= ${new Date(from)})`);
  return conditions;
}

/** A matcher as SQL, where it is no regular expression that has to be run. Empty values are not stored. */
function matcherSql({ label, operator, value }: AlertMatcher): Prisma.Sql | null {
  const isAbsent = Prisma.sql`not jsonb_exists(labels, ${label})`;
  switch (operator) {
    case '=':
      return value === '' ? isAbsent : Prisma.sql`labels @> ${JSON.stringify({ [label]: value })}::jsonb`;
    case '!=':
      return value === '' ? Prisma.sql`jsonb_exists(labels, ${label})` : Prisma.sql`not labels @> ${JSON.stringify({ [label]: value })}::jsonb`;
    case '=~':
    case '!~': {
      const alternatives = alternativesOf(value);
      if (alternatives === null) return null;
      const isOneOf = Prisma.sql`coalesce(labels ->> ${label}, '') = any(${alternatives})`;
      return operator === '=~' ? isOneOf : Prisma.sql`not ${isOneOf}`;
    }
  }
}

/** In JSON, quotes and backslashes are written as JSON escapes them. */
function textSql(text: string): Prisma.Sql {
  const like = (part: string) => `%${part.replace(/[\\%_]/g, '\\$&')}%`;
  const inJson = like(JSON.stringify(text).slice(1, -1));
  return Prisma.sql`(name ilike ${like(text)} or (labels::text || annotations::text) ilike ${inJson})`;
}

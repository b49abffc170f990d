import { z } from 'zod';
import { isPromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import type { CheckKind } from './kind';

const Settings = z.strictObject({
  expr: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(10_000)
    .superRefine((text, context) => {
      const problem = problemOf(text);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .meta({ title: 'Expression', description: 'PromQL; it fails when nothing comes of it', placeholder: 'sum(rate(http_requests_total[5m]))', isMultiline: true }),
  operator: z.enum(['not zero', '=', '!=', '<', '<=', '>', '>=']).default('not zero').meta({ title: 'Each value must be' }),
  value: z.number().default(0).meta({ title: 'Than or as this', description: 'Not used by not zero' }),
});
const Secrets = z.strictObject({});

export type PromqlSettings = z.infer<typeof Settings>;

export const promql: CheckKind<PromqlSettings, Record<string, never>> = {
  kind: 'promql',
  title: 'PromQL condition',
  summary: 'Evaluates an expression over the metrics and compares what comes of it',
  settings: Settings,
  secrets: Secrets,
  targetOf: ({ expr, operator, value }) => `${expr.length > 100 ? `${expr.slice(0, 100)}...` : expr} ${operator === 'not zero' ? operator : `${operator} ${value}`}`,
  destinationOf: () => '',
};

/** Whether one value of an expression is as it must be. NaN never is. */
export function isAsWanted(value: number, { operator, value: bound }: Pick<PromqlSettings, 'operator' | 'value'>): boolean {
  if (Number.isNaN(value)) return false;
  switch (operator) {
    case 'not zero':
      return value !== 0;
    case '=':
      return value === bound;
    case '!=':
      return value !== bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}

function problemOf(text: string): string | null {
  try {
    parsePromql(text);
    return null;
  } catch (error) {
    if (isPromqlError(error)) return error.message;
    throw error;
  }
}

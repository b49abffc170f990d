import type { z } from 'zod';
import type { readAlert } from '@/lib/alerts/api';
import { compileRule } from '@/lib/alerts/rules/compile';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { AlertView } from '@/lib/alerts/schemas';
import { isAppError } from '@/lib/errors';
import type { Transaction } from '@/server/database/database';
import { currentThresholds } from './rules/thresholds';

type Chart = z.input<(typeof readAlert)['response']>['chart'];

const before = 30 * 60_000;
const after = 15 * 60_000;

/** What to draw around the moment of an alert, by its rule as it is today; null without one. Times in milliseconds since 1970. */
export async function chartOf(tx: Transaction, alert: AlertView, now: number): Promise<Chart> {
  if (alert.ruleId === null) return null;
  const rule = await tx.alertRule.findUnique({ where: { id: alert.ruleId }, select: { settings: true } });
  if (!rule) return null;
  const conditions = compiledConditions(RuleSettings.parse(rule.settings), await currentThresholds(tx));
  const shown = conditions.find(({ severity }) => severity === alert.severity) ?? conditions[0];
  if (!shown) return null;
  return {
    expr: shown.chartSource,
    from: alert.startsAt - before,
    to: Math.max(alert.startsAt, Math.min(now, (alert.resolvedAt ?? now) + after)),
    levels: conditions.flatMap(({ severity, level }) => (level === null ? [] : [{ severity, value: level }])),
  };
}

/** None for a rule that cannot be compiled any more, as when a threshold is gone: its alerts can still be read. */
function compiledConditions(settings: RuleSettings, thresholds: Awaited<ReturnType<typeof currentThresholds>>) {
  try {
    return compileRule(settings, thresholds).conditions;
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid') return [];
    throw error;
  }
}

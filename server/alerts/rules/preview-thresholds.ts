import type { ThresholdsPreview } from '@/lib/alerts/rules/api';
import { compileRule, type CompiledRule, type Thresholds } from '@/lib/alerts/rules/compile';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import { checkOverrides, thresholdsWith, type ThresholdOverrides } from '@/lib/alerts/rules/thresholds';
import type { Caller } from '@/lib/context';
import { labelsOf } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Database } from '@/server/database/database';
import type { MetricQuestions } from './ask-metrics';
import { findAlerts, templateHost, type Found } from './preview';
import { currentThresholds } from './thresholds';

type Previewed = ThresholdsPreview['begins'][number];

const mostMs = 10_000;
const shown = 50;
const mostRules = 2_000;

/** Which alerts begin and end when thresholds become these. Rules that cannot be evaluated in time are named. Throws `invalid` for levels that would not be saved either. */
export async function previewThresholds({ database, metrics, url }: { database: Database; metrics: MetricStore; url: string }, caller: Caller, overrides: ThresholdOverrides): Promise<ThresholdsPreview> {
  checkOverrides(overrides);
  const questions: MetricQuestions = { store: metrics, tenant: caller.tenant, deadlineMs: performance.now() + mostMs };
  const host = templateHost(questions, url, caller.now);
  const begins: Previewed[] = [];
  const ends: Previewed[] = [];
  const failed: string[] = [];
  const changed = await changedRules(database, caller, thresholdsWith(overrides));
  for (const rule of changed) {
    try {
      const find = async (compiled: CompiledRule) => new Map((await findAlerts(compiled, questions, host, caller.now, [])).map((found) => [found.alert.fingerprint, found]));
      const [before, after] = [await find(rule.before), await find(rule.after)];
      begins.push(...absentIn(after, before, rule));
      ends.push(...absentIn(before, after, rule));
    } catch {
      failed.push(rule.name);
    }
  }
  return { at: caller.now, begins: begins.slice(0, shown), ends: ends.slice(0, shown), totals: { begins: begins.length, ends: ends.length }, rules: changed.length, failed: failed.slice(0, shown) };
}

interface ChangedRule {
  id: string;
  name: string;
  before: CompiledRule;
  after: CompiledRule;
}

/** The rules that are on and ask something else with the new levels. */
async function changedRules(database: Database, { tenant }: Caller, levels: Thresholds): Promise<ChangedRule[]> {
  const { rules, levelsOfNow } = await database.transaction({ kind: 'tenant', tenant }, async (tx) => ({
    rules: await tx.alertRule.findMany({ select: { id: true, name: true, settings: true }, orderBy: { name: 'asc' }, take: mostRules }),
    levelsOfNow: await currentThresholds(tx),
  }));
  return rules.flatMap(({ id, name, settings: stored }): ChangedRule[] => {
    const settings = RuleSettings.safeParse(stored).data;
    if (!settings?.isEnabled || settings.condition.kind !== 'levels') return [];
    const [before, after] = [compileRule(settings, levelsOfNow), compileRule(settings, levels)];
    const sources = ({ conditions }: CompiledRule) => conditions.map(({ source }) => source).join('\n');
    return sources(before) === sources(after) ? [] : [{ id, name, before, after }];
  });
}

function absentIn(found: ReadonlyMap<string, Found>, other: ReadonlyMap<string, Found>, { id, name }: ChangedRule): Previewed[] {
  return [...found].flatMap(([fingerprint, { alert, severity }]) =>
    other.has(fingerprint) ? [] : [{ ruleId: id, rule: name, severity, labels: labelsOf(alert.labels), value: Number.isFinite(alert.value) ? alert.value : null }],
  );
}

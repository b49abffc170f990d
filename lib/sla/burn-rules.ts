import { RuleSettings } from '@/lib/alerts/rules/schemas';

/** The series that Nines writes of each objective; `window` is that of the burn rate. */
export const burnRateMetric = 'nines_objective_burn_rate';
export const budgetLeftMetric = 'nines_objective_budget_left_ratio';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The times over which burn rates are written, by the label `window`. */
export const burnWindowsMs = { '5m': 5 * minuteMs, '30m': 30 * minuteMs, '1h': hourMs, '2h': 2 * hourMs, '6h': 6 * hourMs, '1d': dayMs, '3d': 3 * dayMs } as const;
export type BurnWindow = keyof typeof burnWindowsMs;

interface Pair {
  factor: number;
  long: BurnWindow;
  short: BurnWindow;
}

/** Google SRE workbook, chapter 5, table 5-8: the long window says that it matters, the short one that it goes on. */
const critical: readonly Pair[] = [{ factor: 14.4, long: '1h', short: '5m' }, { factor: 6, long: '6h', short: '30m' }];
const warning: readonly Pair[] = [{ factor: 3, long: '1d', short: '2h' }, { factor: 1, long: '3d', short: '6h' }];

interface Burning {
  id: string;
  name: string;
  target: string;
  service: { name: string; team: string; runbookUrl: string | null };
}

/** How many rules an objective has. */
export const burnRuleCount = 3;
const maxNameLength = 150;

/**
 * The alert rules of an objective, always in this order: the two pairs of windows that page, the two that can wait, and the breach. The alerts of
 * the first two have one name, so that while the critical one fires the warning is mute.
 */
export function burnRulesOf({ id, name, target, service }: Burning): RuleSettings[] {
  const short = name.length > maxNameLength ? `${name.slice(0, maxNameLength).toWellFormed()} (${id.slice(0, 8)})` : name;
  const shared = { group: 'objectives', team: inTemplate(service.team), service: inTemplate(service.name), runbookUrl: service.runbookUrl };
  const burn = { ...shared, intervalMs: 15_000, labels: { alertname: 'ErrorBudgetBurn' } };
  const summary = `${inTemplate(name)} spends its error budget {{ $value | printf "%.1f" }} times as fast as it may`;
  const said = (pairs: readonly Pair[]) => pairs.map(({ factor, long, short: also }) => `${factor} times as fast over ${long} and ${also}`).join(', or ');
  const rule = (severity: 'critical' | 'warning', pairs: readonly Pair[]) =>
    RuleSettings.parse({
      ...burn,
      name: `${short}: error budget burns (${severity})`,
      description: `The objective of ${target} % is spent ${said(pairs)}.`,
      condition: { kind: 'promql', severity, expr: pairs.map((pair) => `(${pairExpression(id, pair)})`).join(' or ') },
      annotations: { summary, description: `At this speed the error budget of ${inTemplate(name)} (${target} %) does not last until its window ends. It fires at ${said(pairs)}.` },
    });
  const breach = RuleSettings.parse({
    ...shared,
    name: `${short}: objective missed`,
    intervalMs: 30_000,
    labels: { alertname: 'ObjectiveMissed' },
    description: `More went wrong than the objective of ${target} % allows.`,
    condition: { kind: 'promql', severity: 'critical', expr: `max by (objective_id, objective) (last_over_time(${budgetLeftMetric}{objective_id="${id}"}[2m])) < 0` },
    annotations: { summary: `${inTemplate(name)} is missed: its error budget is overspent`, description: `More went wrong in the window of ${inTemplate(name)} than ${target} % allows.` },
  });
  return [rule('critical', critical), rule('warning', warning), breach];
}

/** What was written last counts only for two minutes: while Nines cannot tell, nothing burns. */
function pairExpression(id: string, { factor, long, short }: Pair): string {
  const rate = (window: BurnWindow) => `max by (objective_id, objective) (last_over_time(${burnRateMetric}{objective_id="${id}",window="${window}"}[2m]))`;
  return `${rate(long)} >= ${factor} and ${rate(short)} >= ${factor}`;
}

/** A name is no template. */
function inTemplate(text: string): string {
  return text.replaceAll('{{', '{ {');
}

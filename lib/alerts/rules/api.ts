import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { Labels, Severity, timeMs } from '../schemas';
import { RuleSettings, RuleView } from './schemas';
import { ThresholdOverrides, ThresholdsAnswer } from './thresholds';

const RuleId = z.strictObject({ id: z.uuid('The id of a rule.') });
const version = z.number().int().min(1).describe('The version that the change was made from');
const fileBytes = 2 * 1024 * 1024;

/** Bounds of what one tenant may have and ask for. */
export const ruleLimits = { rulesPerTenant: 2_000, previewAlerts: 200, occurrences: 500, backtestMs: 30 * 86_400_000, chartSeries: 10, chartPoints: 400 } as const;

export const ruleStates = ['firing', 'pending', 'inactive', 'failing', 'disabled'] as const;

export const listAlertRules = endpoint({
  method: 'GET',
  path: '/api/monitoring/alert-rules',
  permission: 'monitoring.read',
  summary: 'Alert rules by name, with the health of their evaluation and their active alerts',
  query: z.strictObject({
    text: z.string().max(200).optional().describe('Found in the name, the expression or any other setting, whatever the case'),
    state: z.enum(ruleStates).optional().describe('firing and pending by their alerts; inactive: on, and without any; failing: the last evaluation failed'),
    team: z.string().max(200).optional(),
    after: z.string().max(200).optional().describe('The name of the last rule of the page before'),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: z.strictObject({
    rules: z.array(RuleView),
    next: z.string().nullable().describe('`after` of the next page; null at the end'),
    counts: z
      .strictObject({ total: z.number().int(), firing: z.number().int(), pending: z.number().int(), inactive: z.number().int(), failing: z.number().int(), disabled: z.number().int() })
      .describe('Of all rules of the tenant, whatever the filters'),
  }),
});

export const createAlertRule = endpoint({
  method: 'POST',
  path: '/api/monitoring/alert-rules',
  permission: 'monitoring.config.update',
  summary: 'Create an alert rule; it is evaluated from now on',
  body: RuleSettings,
  response: RuleView,
});

export const readAlertRule = endpoint({
  method: 'GET',
  path: '/api/monitoring/alert-rules/{id}',
  permission: 'monitoring.read',
  summary: 'One alert rule',
  params: RuleId,
  response: RuleView,
});

export const updateAlertRule = endpoint({
  method: 'PUT',
  path: '/api/monitoring/alert-rules/{id}',
  permission: 'monitoring.config.update',
  summary: 'Replace an alert rule; it is evaluated as it is now at once',
  params: RuleId,
  body: z.strictObject({ version, settings: RuleSettings }),
  response: RuleView,
});

export const switchAlertRule = endpoint({
  method: 'PUT',
  path: '/api/monitoring/alert-rules/{id}/enabled',
  permission: 'monitoring.config.update',
  summary: 'Switch an alert rule on or off; the alerts of a rule that is off end',
  params: RuleId,
  body: z.strictObject({ version, isEnabled: z.boolean() }),
  response: RuleView,
});

export const deleteAlertRule = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/alert-rules/{id}',
  permission: 'monitoring.config.update',
  summary: 'Delete an alert rule; its alerts end, their history stays',
  params: RuleId,
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional().describe('Delete only this version') }),
  response: z.strictObject({ deleted: z.literal(true) }),
});

const Condition = z.strictObject({
  severity: Severity,
  expr: z.string().describe('What is evaluated, with the thresholds of now'),
  holdExpr: z.string().nullable().describe('Once firing, an alert stays as long as this returns its series; null: as long as `expr` does'),
  level: z.number().nullable(),
  chartExpr: z.string().describe('The expression without its comparison'),
});

export const previewAlertRule = endpoint({
  method: 'POST',
  path: '/api/monitoring/alert-rules/preview',
  permission: 'monitoring.read',
  summary: 'What an unsaved rule finds now; nothing is stored and nobody is told',
  body: z.strictObject({ settings: RuleSettings }),
  response: z.strictObject({
    at: timeMs,
    conditions: z.array(Condition),
    alerts: z
      .array(z.strictObject({ severity: Severity, fingerprint: z.string(), labels: Labels, value: z.number().nullable(), annotations: z.record(z.string(), z.string()) }))
      .describe(`At most ${ruleLimits.previewAlerts}, the worst first`),
    total: z.number().int().describe('Alerts that it finds'),
    dataSeries: z.number().int().nullable().describe('Series for which there is data; null when that cannot be told'),
    tookMs: z.number(),
    warnings: z.array(z.string()).describe('Sentences for people'),
  }),
});

const Occurrence = z.strictObject({
  severity: Severity,
  fingerprint: z.string(),
  labels: Labels,
  startsAt: timeMs.describe('When the condition began'),
  firedAt: timeMs.describe('When `for` had passed'),
  endsAt: timeMs.nullable().describe('Null when it still fired at the end'),
  peak: z.number().nullable().describe('The value that was furthest past the level'),
});
export type Occurrence = z.infer<typeof Occurrence>;

export const backtestAlertRule = endpoint({
  method: 'POST',
  path: '/api/monitoring/alert-rules/backtest',
  permission: 'monitoring.read',
  summary: 'How often an unsaved rule would have fired on stored history',
  body: z.strictObject({
    settings: RuleSettings,
    from: timeMs.optional().describe('30 days before `to` where it is left out; at most 30 days before'),
    to: timeMs.optional().describe('Now where it is left out'),
  }),
  response: z.strictObject({
    from: timeMs,
    to: timeMs,
    stepMs: z.number().int().describe('Between two evaluations; longer than the interval of the rule where the window is long'),
    resolutions: z.array(z.enum(['raw', '5m', '1h'])).describe('What was read: samples, or roll-ups of them'),
    dataFrom: timeMs.nullable().describe('The first time with data; null when there was none'),
    occurrences: z.array(Occurrence).describe(`The newest ${ruleLimits.occurrences}`),
    total: z.number().int(),
    bySeverity: z.array(z.strictObject({ severity: Severity, count: z.number().int(), totalMs: z.number(), medianMs: z.number() })),
    noisiest: z.array(z.strictObject({ severity: Severity, labels: Labels, count: z.number().int(), totalMs: z.number() })).describe('The ten alerts that would have fired most often'),
    chart: z.strictObject({
      stepMs: z.number().int(),
      series: z.array(z.strictObject({ labels: Labels, points: z.array(z.tuple([timeMs, z.number().nullable()])) })),
      totalSeries: z.number().int(),
      levels: z.array(z.strictObject({ severity: Severity, value: z.number() })),
    }),
    tookMs: z.number(),
    notes: z.array(z.string()).describe('What could not be seen, in sentences'),
  }),
});
export type BacktestAnswer = z.infer<typeof backtestAlertRule.response>;

export const importAlertRules = endpoint({
  method: 'POST',
  path: '/api/monitoring/alert-rules/import',
  permission: 'monitoring.config.update',
  summary: 'Create rules from a Prometheus rule file',
  body: z.strictObject({
    yaml: z.string().min(1).max(1_000_000),
    mode: z.enum(['create', 'check']).default('create').describe('check creates nothing'),
  }),
  response: z.strictObject({
    issues: z.array(z.strictObject({ line: z.number().int(), column: z.number().int(), message: z.string() })).describe('What is wrong with the file; with one, nothing is created'),
    rules: z.array(
      z.strictObject({
        name: z.string(),
        group: z.string(),
        line: z.number().int(),
        kind: z.enum(['alerting', 'recording']),
        id: z.uuid().nullable().describe('Null when it was not created'),
        problem: z.string().nullable().describe('Why it was not taken, or would not be'),
        notes: z.array(z.string()).describe('What of it is different in Nines'),
      }),
    ),
  }),
  maxBodyBytes: fileBytes,
});
export type ImportAnswer = z.infer<typeof importAlertRules.response>;

export const exportAlertRules = endpoint({
  method: 'GET',
  path: '/api/monitoring/alert-rules/export',
  permission: 'monitoring.read',
  summary: 'All rules that are on as a Prometheus rule file, with the thresholds of now',
  response: z.strictObject({ yaml: z.string(), rules: z.number().int() }),
});

export const readThresholds = endpoint({
  method: 'GET',
  path: '/api/monitoring/thresholds',
  permission: 'monitoring.read',
  summary: 'The thresholds of monitoring, with their defaults',
  response: ThresholdsAnswer,
});

export const updateThresholds = endpoint({
  method: 'PUT',
  path: '/api/monitoring/thresholds',
  permission: 'monitoring.config.update',
  summary: 'Replace the thresholds that differ from their defaults; rules and Overview follow at once',
  body: z.strictObject({ version: z.number().int().min(0), thresholds: ThresholdOverrides.describe('Those that are left out have their default') }),
  response: ThresholdsAnswer,
});

const PreviewedAlert = z.strictObject({ ruleId: z.uuid(), rule: z.string(), severity: Severity, labels: Labels, value: z.number().nullable() });

export const previewThresholds = endpoint({
  method: 'POST',
  path: '/api/monitoring/thresholds/preview',
  permission: 'monitoring.read',
  summary: 'Which alerts unsaved thresholds would begin and end now, by the values of now; nothing is stored and nobody is told',
  body: z.strictObject({ thresholds: ThresholdOverrides }),
  response: z.strictObject({
    at: timeMs,
    begins: z.array(PreviewedAlert).describe('The first 50: the condition holds with the new levels and not with those of now'),
    ends: z.array(PreviewedAlert),
    totals: z.strictObject({ begins: z.number().int(), ends: z.number().int() }),
    rules: z.number().int().describe('Rules whose levels change'),
    failed: z.array(z.string()).describe('Rules that could not be evaluated, by name'),
  }),
});
export type ThresholdsPreview = z.infer<typeof previewThresholds.response>;

import { z } from 'zod';
import { AppError, type FieldIssue } from '@/lib/errors';
import type { Thresholds } from './compile';

const units = ['percent', 'seconds', 'per_second', 'count', 'hours', 'days'] as const;

interface ThresholdDefinition {
  title: string;
  unit: (typeof units)[number];
  /** The side on which values are bad. */
  direction: 'above' | 'below';
  warning: number;
  critical: number;
  help: string;
}

/** The levels that monitoring config starts from. The vitals of Overview have the same keys. */
const catalogue = {
  cpu: { title: 'CPU', unit: 'percent', direction: 'above', warning: 80, critical: 95, help: 'Time that the cores of a host are not idle.' },
  memory: { title: 'Memory', unit: 'percent', direction: 'above', warning: 80, critical: 95, help: 'Memory in use that cannot be given back.' },
  disk: { title: 'Disk', unit: 'percent', direction: 'above', warning: 80, critical: 95, help: 'Used share of a mount.' },
  disk_full_in: { title: 'Disk full in', unit: 'hours', direction: 'below', warning: 4, critical: 1, help: 'Time until a mount is full, if it fills as in the last hour.' },
  inodes: { title: 'Inodes', unit: 'percent', direction: 'above', warning: 80, critical: 95, help: 'Used share of the inodes of a mount.' },
  disk_busy: { title: 'Disk busy', unit: 'percent', direction: 'above', warning: 80, critical: 95, help: 'Time with a request in flight, by device.' },
  network_errors: { title: 'Network errors', unit: 'per_second', direction: 'above', warning: 1, critical: 10, help: 'Packets that an interface failed to send or receive.' },
  network_latency: { title: 'Network latency', unit: 'seconds', direction: 'above', warning: 0.1, critical: 0.5, help: 'Time of one TCP connect to the configured target.' },
  response_time: { title: 'Response time', unit: 'seconds', direction: 'above', warning: 1, critical: 5, help: 'Response time of Nines, 95th percentile.' },
  error_rate: { title: 'Error rate', unit: 'percent', direction: 'above', warning: 1, critical: 5, help: 'Answers of Nines with status 5xx, of all.' },
  throughput_drop: { title: 'Throughput drop', unit: 'percent', direction: 'above', warning: 50, critical: 80, help: 'Requests missing against the same hour of last week.' },
  event_loop_delay: { title: 'Event-loop delay', unit: 'seconds', direction: 'above', warning: 0.1, critical: 0.5, help: 'Delay of the event loop of Nines, 99th percentile.' },
  collector_lag: { title: 'Collector lag', unit: 'seconds', direction: 'above', warning: 0.5, critical: 2, help: 'How late a tick of the collector starts.' },
  clock_skew: { title: 'Clock skew', unit: 'seconds', direction: 'above', warning: 0.5, critical: 5, help: 'Difference between two clocks that should agree.' },
  certificate_days: { title: 'Certificate validity', unit: 'days', direction: 'below', warning: 21, critical: 7, help: 'Days until a certificate expires.' },
  backup_age: { title: 'Backup age', unit: 'hours', direction: 'above', warning: 26, critical: 50, help: 'Time since the last backup that succeeded.' },
  database_response: { title: 'Database response', unit: 'seconds', direction: 'above', warning: 0.25, critical: 2, help: 'Time that PostgreSQL takes to answer Nines.' },
  notifications_queued: { title: 'Notifications queued', unit: 'count', direction: 'above', warning: 100, critical: 1_000, help: 'Messages that wait to be sent.' },
  rule_lag: { title: 'Rule evaluation lag', unit: 'seconds', direction: 'above', warning: 15, critical: 60, help: 'How late rules are evaluated.' },
} as const satisfies Record<string, ThresholdDefinition>;

export type ThresholdKey = keyof typeof catalogue;

const keys = Object.keys(catalogue) as [ThresholdKey, ...ThresholdKey[]];
const Levels = z.strictObject({ warning: z.number(), critical: z.number() });

/** Levels that differ from the defaults; a key that is left out has its default. */
export const ThresholdOverrides = z.partialRecord(z.enum(keys), Levels);
export type ThresholdOverrides = z.infer<typeof ThresholdOverrides>;

/** What is stored of a tenant's thresholds; keys that a later Nines does not know any more are dropped. */
const StoredThresholds = z.object({
  overrides: z.record(z.string(), Levels).default({}).transform((stored) => ThresholdOverrides.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => Object.hasOwn(catalogue, key))))),
  /** Keys of the rules that were brought along: what was deleted does not come back. */
  seeded: z.array(z.string()).default([]),
});
export type StoredThresholds = z.infer<typeof StoredThresholds>;

export const ThresholdView = z.strictObject({
  key: z.enum(keys),
  title: z.string(),
  help: z.string(),
  unit: z.enum(units),
  direction: z.enum(['above', 'below']).describe('The side on which values are bad'),
  warning: z.number(),
  critical: z.number(),
  defaults: Levels,
});
export type ThresholdView = z.infer<typeof ThresholdView>;

export const ThresholdsAnswer = z.strictObject({
  version: z.number().int().describe('0 when nothing was ever changed'),
  thresholds: z.array(ThresholdView),
});
export type ThresholdsAnswer = z.infer<typeof ThresholdsAnswer>;

/** The stored settings of `alert_thresholds`; nothing stored is no override. Throws ZodError for what Nines did not write. */
export function readStoredThresholds(settings: unknown): StoredThresholds {
  return StoredThresholds.parse(settings ?? {});
}

/** The levels of now, for `compileRule`. */
export function thresholdsWith(overrides: ThresholdOverrides): Thresholds {
  return Object.fromEntries(keys.map((key) => [key, overrides[key] ?? { warning: catalogue[key].warning, critical: catalogue[key].critical }]));
}

/** Every threshold in the order of the catalogue. */
export function viewThresholds(overrides: ThresholdOverrides): ThresholdView[] {
  return keys.map((key) => {
    const { title, help, unit, direction, warning, critical } = catalogue[key];
    return { key, title, help, unit, direction, ...(overrides[key] ?? { warning, critical }), defaults: { warning, critical } };
  });
}

/** Throws AppError `invalid` for a warning that is not milder than critical, and for a value that can never be reached. */
export function checkOverrides(overrides: ThresholdOverrides): void {
  const issues = keys.flatMap((key): FieldIssue[] => {
    const levels = overrides[key];
    const problem = levels && problemOf(catalogue[key], levels);
    return problem ? [{ path: `body.thresholds.${key}`, message: problem }] : [];
  });
  const [first] = issues;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { issues });
}

function problemOf({ title, unit, direction }: ThresholdDefinition, { warning, critical }: z.infer<typeof Levels>): string | null {
  if (warning < 0 || critical < 0) return `A level of ${title} cannot be below 0.`;
  if (unit === 'percent' && (warning > 100 || critical > 100)) return `${title} is a percentage; a level above 100 is never reached.`;
  if (direction === 'above' && warning >= critical) return `The warning level of ${title} must be lower than the critical one: it is told first.`;
  if (direction === 'below' && warning <= critical) return `The warning level of ${title} must be higher than the critical one: low values are bad, and the warning is told first.`;
  return null;
}

import { z } from 'zod';
import { checkStates } from './states';

/** When a check is run and how its results are judged, as it is stored. */
export const CheckPlan = z.object({
  intervalMs: z.number(),
  timeoutMs: z.number(),
  failures: z.object({ count: z.number(), of: z.number() }),
  retryIntervalMs: z.number().nullable(),
  successes: z.number(),
  degradedAboveMs: z.number().nullable(),
  labels: z.record(z.string(), z.string()),
  probes: z.array(z.string()),
});
export type CheckPlan = z.infer<typeof CheckPlan>;

/** The maintenance window that is open for a check. */
export const OpenMaintenance = z.object({ id: z.string(), name: z.string(), reason: z.string() });
export type OpenMaintenance = z.infer<typeof OpenMaintenance>;

const Result = z.object({ atMs: z.number(), level: z.enum(['up', 'degraded', 'down']), maintenance: OpenMaintenance.nullable() });

/** What the next step of a check needs of those before. Times are whole milliseconds since 1970. */
export const CheckMemory = z.object({
  state: z.enum(checkStates),
  sinceMs: z.number(),
  reason: z.string(),
  /** The event (check_events) that began the state; null until it is stored, and before the first. */
  eventId: z.string().nullable(),
  /** The span that the next result may go on with. */
  open: z.object({ fromMs: z.number(), maintenance: OpenMaintenance.nullable() }).nullable(),
  /** Until when the open span is proved: the time of the last result. */
  measuredMs: z.number(),
  /** Until when the last result stands for the time after it. */
  coveredMs: z.number(),
  /** Results since the state began, the oldest first; as many as decide. */
  recent: z.array(Result),
});
export type CheckMemory = z.infer<typeof CheckMemory>;

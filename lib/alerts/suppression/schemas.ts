import { z } from 'zod';
import { AlertActor, AlertMatcher, AlertMatchers, maxMatchers, timeMs } from '../schemas';
import { isStorable, notStorable } from './storable';
import { isTimeZone } from './time-zone';

const reason = z.string().trim().min(1, 'Say why.').max(2_000);
/** A moment before the year 10000. */
export const moment = timeMs.min(0).max(253_402_300_799_999);
const matchers = z.array(AlertMatcher).min(1, 'Name at least one matcher.').max(maxMatchers);

/** A silence names its alerts, its reason and its end. */
export const SilenceInput = z
  .strictObject({ matchers, startsAt: moment, endsAt: moment, comment: reason })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, { path: ['endsAt'], message: 'must be after startsAt' })
  .refine(isStorable, notStorable);
export type SilenceInput = z.infer<typeof SilenceInput>;

export const silenceStates = ['pending', 'active', 'expired'] as const;

export const SilenceView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  state: z.enum(silenceStates),
  matchers,
  startsAt: timeMs,
  endsAt: timeMs,
  comment: z.string(),
  createdBy: AlertActor,
  createdAt: timeMs,
  updatedAt: timeMs,
});
export type SilenceView = z.infer<typeof SilenceView>;

const date = z.iso.date('must be a date like 2026-03-29');
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 02:30');
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'is no time zone that Nines knows: write a name of the IANA database, like Europe/Berlin or UTC')
  .describe('An IANA time zone: Europe/Berlin');
/** 1 is Monday, as in ISO 8601. */
export const weekday = z.number().int().min(1).max(7);

/** When a recurring window opens, in local time; each opening lasts `durationMinutes` of real time. */
export const Recurrence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), everyDays: z.number().int().min(1).max(366) }),
  z.strictObject({ kind: z.literal('weekly'), everyWeeks: z.number().int().min(1).max(52), weekdays: z.array(weekday).min(1).max(7) }),
  z.strictObject({ kind: z.literal('monthly'), day: z.union([z.number().int().min(1).max(31), z.literal('last')]) }),
  z.strictObject({ kind: z.literal('monthly_weekday'), week: z.union([z.number().int().min(1).max(4), z.literal('last')]), weekday }),
]);
export type Recurrence = z.infer<typeof Recurrence>;

export const MaintenanceSchedule = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('once'), startsAt: moment, endsAt: moment })
    .refine(({ startsAt, endsAt }) => endsAt > startsAt, { path: ['endsAt'], message: 'must be after startsAt' }),
  z
    .strictObject({
      kind: z.literal('recurring'),
      timeZone,
      startDate: date.describe('The first day on which it may open'),
      endDate: date.nullable().describe('The last day on which it may open'),
      time: timeOfDay,
      durationMinutes: z.number().int().min(1).max(7 * 24 * 60),
      recurrence: Recurrence,
    })
    .refine(({ startDate, endDate }) => endDate === null || endDate >= startDate, { path: ['endDate'], message: 'must not be before startDate' }),
]);
export type MaintenanceSchedule = z.infer<typeof MaintenanceSchedule>;

export const MaintenanceInput = z
  .strictObject({
    name: z.string().trim().min(1, 'Give the window a name.').max(200),
    reason,
    isEnabled: z.boolean().default(true),
    matchers,
    schedule: MaintenanceSchedule,
  })
  .refine(isStorable, notStorable);
export type MaintenanceInput = z.infer<typeof MaintenanceInput>;

export const OpeningView = z.strictObject({ startsAt: timeMs, endsAt: timeMs });

export const MaintenanceView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  settings: MaintenanceInput,
  createdBy: AlertActor,
  createdAt: timeMs,
  updatedAt: timeMs,
  current: OpeningView.nullable().describe('The opening of now'),
  upcoming: z.array(OpeningView).describe('The next openings, at most 5'),
});
export type MaintenanceView = z.infer<typeof MaintenanceView>;

/** As in Alertmanager: an alert that `target` matches is muted while one fires that `source` matches, with equal values of the labels `equal`. */
export const Inhibition = z.strictObject({
  name: z.string().trim().min(1).max(200),
  source: AlertMatchers.min(1),
  target: AlertMatchers.min(1),
  equal: z.array(z.string().min(1).max(128)).max(20),
});
export type Inhibition = z.infer<typeof Inhibition>;

/** Alerts of `service` are muted while `dependsOn` (a service, or a host by its instance) has a critical alert that fires. */
export const Dependency = z.strictObject({
  service: z.string().trim().min(1).max(200),
  dependsOn: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('service'), name: z.string().trim().min(1).max(200) }),
    z.strictObject({ kind: z.literal('host'), name: z.string().trim().min(1).max(200) }),
  ]),
});
export type Dependency = z.infer<typeof Dependency>;

export const SuppressionRules = z
  .strictObject({ inhibitions: z.array(Inhibition).max(200), dependencies: z.array(Dependency).max(2_000) })
  .refine(isStorable, notStorable);
export type SuppressionRules = z.infer<typeof SuppressionRules>;

/** Of one tenant. */
export const suppressionLimits = { openSilences: 1_000, maintenanceWindows: 200 } as const;

/** How long a silence may last, and how far ahead it may begin. */
export const maxSilenceMs = 366 * 86_400_000;

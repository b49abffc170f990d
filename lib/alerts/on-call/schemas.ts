import { z } from 'zod';
import { timeMs } from '../schemas';
import { moment, timeOfDay, timeZone, weekday } from '../suppression/schemas';
import { isStorable, notStorable } from '../suppression/storable';

const localTime = z
  .string()
  .refine((text) => /^.{10}T([01]\d|2[0-3]):[0-5]\d$/.test(text) && z.iso.date().safeParse(text.slice(0, 10)).success, 'must be a local time like 2026-03-29T09:00');

/** People who take turns. The hand-over is at the local time of `startsAt`, also after the clocks change. */
export const Layer = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(200),
  participants: z.array(z.uuid()).min(1, 'Add at least one person.').max(100).describe('Users in the order of their turns'),
  startsAt: localTime.describe('When the first turn begins, in the time zone of the schedule'),
  endsAt: localTime.nullable().default(null),
  turn: z.strictObject({ unit: z.enum(['hours', 'days', 'weeks']), length: z.number().int().min(1).max(366) }),
  restrictions: z
    .array(z.strictObject({ weekdays: z.array(weekday).min(1).max(7), from: timeOfDay, to: timeOfDay }))
    .max(20)
    .default([])
    .describe('When the layer is on call; empty: always. A time that ends before it begins ends on the next day.'),
});
export type Layer = z.infer<typeof Layer>;

export const Override = z
  .strictObject({ id: z.string().min(1).max(64), userId: z.uuid().describe('Who takes over'), startsAt: moment, endsAt: moment, reason: z.string().max(500).default('') })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, { path: ['endsAt'], message: 'must be after startsAt' });
export type Override = z.infer<typeof Override>;

/** Of one schedule. */
export const maxOverrides = 500;

function haveOwnIds(list: readonly { id: string }[]): boolean {
  return new Set(list.map(({ id }) => id)).size === list.length;
}

/** A later layer takes precedence over an earlier one, an override over all, and a later override over an earlier one. */
export const ScheduleSettings = z
  .strictObject({
    name: z.string().trim().min(1, 'Give the schedule a name.').max(200),
    timeZone,
    layers: z.array(Layer).min(1, 'Add a layer.').max(20).refine(haveOwnIds, 'must have an id of their own each'),
    overrides: z.array(Override).max(maxOverrides).refine(haveOwnIds, 'must have an id of their own each').default([]),
  })
  .refine(isStorable, notStorable);
export type ScheduleSettings = z.infer<typeof ScheduleSettings>;

export const Shift = z.strictObject({
  userId: z.uuid().nullable().describe('Null: nobody is on call'),
  startsAt: timeMs,
  endsAt: timeMs,
  source: z.enum(['layer', 'override', 'gap']),
  layerId: z.string().nullable(),
});
export type Shift = z.infer<typeof Shift>;

const Target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), id: z.uuid() }),
  z.strictObject({ kind: z.literal('schedule'), id: z.uuid() }),
  z.strictObject({ kind: z.literal('channel'), id: z.uuid() }),
]);
export type EscalationTarget = z.infer<typeof Target>;

/** Steps until somebody acknowledges. People are reached by every personal channel (email, browser push). */
export const PolicySettings = z
  .strictObject({
    name: z.string().trim().min(1, 'Give the policy a name.').max(200),
    steps: z
      .array(
        z.strictObject({
          afterMs: z.number().int().min(0).max(24 * 3_600_000).describe('Time after the step before it; of the first, after the alert is notified'),
          targets: z.array(Target).min(1, 'Name who is told.').max(20),
        }),
      )
      .min(1, 'Add a step.')
      .max(20),
    repeats: z.number().int().min(0).max(20).default(0).describe('How often all steps are gone through again when nobody acknowledges'),
    repeatAfterMs: z.number().int().min(60_000).max(24 * 3_600_000).default(1_800_000).describe('Time from the last step to the first again'),
  })
  .refine(isStorable, notStorable);
export type PolicySettings = z.infer<typeof PolicySettings>;

export const PolicyView = z.strictObject({ id: z.uuid(), version: z.number().int(), settings: PolicySettings, createdAt: timeMs, updatedAt: timeMs });
export type PolicyView = z.infer<typeof PolicyView>;

export const ScheduleView = z.strictObject({ id: z.uuid(), version: z.number().int(), settings: ScheduleSettings, createdAt: timeMs, updatedAt: timeMs });
export type ScheduleView = z.infer<typeof ScheduleView>;

/** Of one tenant. */
export const onCallLimits = { policies: 200, schedules: 200 } as const;

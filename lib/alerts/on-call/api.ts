import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { roles } from '@/lib/auth/permissions';
import { timeMs } from '../schemas';
import { moment } from '../suppression/schemas';
import { isStorable, notStorable } from '../suppression/storable';
import { PolicySettings, PolicyView, ScheduleSettings, ScheduleView, Shift } from './schemas';

const PolicyId = z.strictObject({ id: z.uuid('The id of an escalation policy.') });
const ScheduleId = z.strictObject({ id: z.uuid('The id of an on-call schedule.') });
const version = z.number().int().min(1).describe('The version that the change was made from');
const onlyVersion = z.strictObject({ version: z.coerce.number().int().min(1).optional().describe('Delete only this version') });
const Deleted = z.strictObject({ deleted: z.literal(true) });

export const listPolicies = endpoint({
  method: 'GET',
  path: '/api/monitoring/escalation-policies',
  permission: 'monitoring.read',
  summary: 'Every escalation policy by name',
  response: z.strictObject({ policies: z.array(PolicyView) }),
});

export const createPolicy = endpoint({
  method: 'POST',
  path: '/api/monitoring/escalation-policies',
  permission: 'monitoring.config.update',
  summary: 'Create an escalation policy',
  body: PolicySettings,
  response: PolicyView,
});

export const readPolicy = endpoint({
  method: 'GET',
  path: '/api/monitoring/escalation-policies/{id}',
  permission: 'monitoring.read',
  summary: 'One escalation policy',
  params: PolicyId,
  response: PolicyView,
});

export const updatePolicy = endpoint({
  method: 'PUT',
  path: '/api/monitoring/escalation-policies/{id}',
  permission: 'monitoring.config.update',
  summary: 'Replace an escalation policy; escalations that run go on by the new one',
  params: PolicyId,
  body: z.strictObject({ version, policy: PolicySettings }),
  response: PolicyView,
});

export const deletePolicy = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/escalation-policies/{id}',
  permission: 'monitoring.config.update',
  summary: 'Delete an escalation policy that no route names',
  params: PolicyId,
  query: onlyVersion,
  response: Deleted,
});

export const listSchedules = endpoint({
  method: 'GET',
  path: '/api/monitoring/on-call-schedules',
  permission: 'monitoring.read',
  summary: 'Every on-call schedule by name',
  response: z.strictObject({ schedules: z.array(ScheduleView) }),
});

export const createSchedule = endpoint({
  method: 'POST',
  path: '/api/monitoring/on-call-schedules',
  permission: 'monitoring.config.update',
  summary: 'Create an on-call schedule',
  body: ScheduleSettings,
  response: ScheduleView,
});

export const readSchedule = endpoint({
  method: 'GET',
  path: '/api/monitoring/on-call-schedules/{id}',
  permission: 'monitoring.read',
  summary: 'One on-call schedule',
  params: ScheduleId,
  response: ScheduleView,
});

export const updateSchedule = endpoint({
  method: 'PUT',
  path: '/api/monitoring/on-call-schedules/{id}',
  permission: 'monitoring.config.update',
  summary: 'Replace an on-call schedule',
  params: ScheduleId,
  body: z.strictObject({ version, schedule: ScheduleSettings }),
  response: ScheduleView,
});

export const deleteSchedule = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/on-call-schedules/{id}',
  permission: 'monitoring.config.update',
  summary: 'Delete an on-call schedule that no escalation policy names',
  params: ScheduleId,
  query: onlyVersion,
  response: Deleted,
});

export const createOverride = endpoint({
  method: 'POST',
  path: '/api/monitoring/on-call-schedules/{id}/overrides',
  permission: 'monitoring.config.update',
  summary: 'Let somebody take over for a time',
  params: ScheduleId,
  body: z
    .strictObject({ userId: z.uuid().describe('Who takes over'), startsAt: moment, endsAt: moment, reason: z.string().trim().max(500).default('') })
    .refine(({ startsAt, endsAt }) => endsAt > startsAt, { path: ['endsAt'], message: 'must be after startsAt' })
    .refine(isStorable, notStorable),
  response: ScheduleView,
});

export const deleteOverride = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/on-call-schedules/{id}/overrides/{overrideId}',
  permission: 'monitoring.config.update',
  summary: 'Take an override back',
  params: ScheduleId.extend({ overrideId: z.string().min(1).max(64) }),
  response: ScheduleView,
});

const Name = z.string().nullable().describe('Null when nobody is on call');
const NamedShift = z.strictObject({ ...Shift.shape, userName: Name });

export const listShifts = endpoint({
  method: 'GET',
  path: '/api/monitoring/on-call-schedules/{id}/shifts',
  permission: 'monitoring.read',
  summary: 'Who is on call from one moment to another, without a hole: where nobody is, a shift says so',
  params: ScheduleId,
  query: z.strictObject({ from: z.coerce.number().pipe(moment), to: z.coerce.number().pipe(moment).describe('At most 93 days after from') }),
  response: z.strictObject({ shifts: z.array(NamedShift) }),
});

export const previewShifts = endpoint({
  method: 'POST',
  path: '/api/monitoring/on-call-schedules/preview',
  permission: 'monitoring.config.read',
  summary: 'The shifts of an unsaved schedule',
  body: z.strictObject({ schedule: ScheduleSettings, from: moment, to: moment.describe('At most 93 days after from') }),
  response: z.strictObject({ shifts: z.array(NamedShift) }),
});

const Duty = z.strictObject({
  userId: z.uuid().nullable().describe('Null when nobody is on call'),
  userName: Name,
  source: Shift.shape.source,
  layerId: z.string().nullable(),
});

export const readOnCall = endpoint({
  method: 'GET',
  path: '/api/monitoring/on-call',
  permission: 'monitoring.read',
  summary: 'Who is on call now, and next, in each schedule',
  response: z.strictObject({
    at: timeMs,
    schedules: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        timeZone: z.string(),
        now: Duty.extend({ until: timeMs.nullable().describe('Null when nothing changes any more') }),
        next: z.strictObject({ ...NamedShift.shape }).nullable().describe('The next shift of a person; between now and it nobody may be on call'),
        summary: z.string().describe('A sentence for people'),
      }),
    ),
  }),
});

export const listPeople = endpoint({
  method: 'GET',
  path: '/api/monitoring/people',
  permission: 'monitoring.config.read',
  summary: 'The members of the organisation, by name',
  response: z.strictObject({ people: z.array(z.strictObject({ id: z.uuid(), name: z.string(), email: z.string(), role: z.enum(roles) })).describe('At most 1,000') }),
});

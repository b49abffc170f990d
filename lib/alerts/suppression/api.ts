import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { AlertMatcher, AlertView, maxMatchers } from '../schemas';
import { MaintenanceInput, MaintenanceSchedule, MaintenanceView, OpeningView, SilenceInput, silenceStates, SilenceView, SuppressionRules } from './schemas';

const SilenceId = z.strictObject({ id: z.uuid('The id of a silence.') });
const WindowId = z.strictObject({ id: z.uuid('The id of a maintenance window.') });
const version = z.number().int().min(1).describe('The version that the change was made from');

export const listSilences = endpoint({
  method: 'GET',
  path: '/api/monitoring/silences',
  permission: 'monitoring.read',
  summary: 'Silences, those that end last first; those that are active or to come unless a state is asked for',
  query: z.strictObject({
    state: z.enum(silenceStates).optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.strictObject({
    silences: z.array(SilenceView),
    nextCursor: z.string().nullable().describe('Null at the end'),
    counts: z.strictObject({ active: z.number().int(), pending: z.number().int() }),
  }),
});

export const createSilence = endpoint({
  method: 'POST',
  path: '/api/monitoring/silences',
  permission: 'monitoring.alert.acknowledge',
  summary: 'Silence alerts for a time; nobody is told of them',
  body: SilenceInput,
  response: SilenceView,
});

export const readSilence = endpoint({
  method: 'GET',
  path: '/api/monitoring/silences/{id}',
  permission: 'monitoring.read',
  summary: 'One silence',
  params: SilenceId,
  response: SilenceView,
});

export const updateSilence = endpoint({
  method: 'PUT',
  path: '/api/monitoring/silences/{id}',
  permission: 'monitoring.alert.acknowledge',
  summary: 'Change a silence that has not ended; one that is active keeps its beginning',
  params: SilenceId,
  body: z.strictObject({ version, silence: SilenceInput }),
  response: SilenceView,
});

export const expireSilence = endpoint({
  method: 'POST',
  path: '/api/monitoring/silences/{id}/expire',
  permission: 'monitoring.alert.acknowledge',
  summary: 'End a silence now',
  params: SilenceId,
  body: z.strictObject({ version: version.optional().describe('Only when it is in this version') }),
  response: SilenceView,
});

export const previewSilence = endpoint({
  method: 'POST',
  path: '/api/monitoring/silences/preview',
  permission: 'monitoring.read',
  summary: 'The open alerts that matchers accept',
  body: z.strictObject({ matchers: z.array(AlertMatcher).min(1, 'Name at least one matcher.').max(maxMatchers) }),
  response: z.strictObject({
    total: z.number().int(),
    isComplete: z.boolean().describe('False when there are more open alerts than were looked at'),
    alerts: z.array(AlertView).describe('The newest 100'),
  }),
});

export const listMaintenance = endpoint({
  method: 'GET',
  path: '/api/monitoring/maintenance',
  permission: 'monitoring.read',
  summary: 'Every maintenance window by name, with its opening of now and the next ones',
  response: z.strictObject({ windows: z.array(MaintenanceView) }),
});

export const createMaintenance = endpoint({
  method: 'POST',
  path: '/api/monitoring/maintenance',
  permission: 'monitoring.config.update',
  summary: 'Plan a maintenance window, once or recurring',
  body: MaintenanceInput,
  response: MaintenanceView,
});

export const readMaintenance = endpoint({
  method: 'GET',
  path: '/api/monitoring/maintenance/{id}',
  permission: 'monitoring.read',
  summary: 'One maintenance window',
  params: WindowId,
  response: MaintenanceView,
});

export const updateMaintenance = endpoint({
  method: 'PUT',
  path: '/api/monitoring/maintenance/{id}',
  permission: 'monitoring.config.update',
  summary: 'Replace a maintenance window',
  params: WindowId,
  body: z.strictObject({ version, window: MaintenanceInput }),
  response: MaintenanceView,
});

export const deleteMaintenance = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/maintenance/{id}',
  permission: 'monitoring.config.update',
  summary: 'Delete a maintenance window',
  params: WindowId,
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional().describe('Delete only this version') }),
  response: z.strictObject({ deleted: z.literal(true) }),
});

export const previewMaintenance = endpoint({
  method: 'POST',
  path: '/api/monitoring/maintenance/preview',
  permission: 'monitoring.read',
  summary: 'When an unsaved maintenance window opens',
  body: z.strictObject({ schedule: MaintenanceSchedule }),
  response: z.strictObject({ current: OpeningView.nullable(), upcoming: z.array(OpeningView).describe('At most 20') }),
});

const StoredRules = z.strictObject({
  version: z.number().int().describe('0 as long as nothing was stored'),
  rules: SuppressionRules,
  builtIn: z.array(z.strictObject({ name: z.string() })).describe('Always on, before the stored inhibitions'),
});

export const readSuppressionRules = endpoint({
  method: 'GET',
  path: '/api/monitoring/suppression-rules',
  permission: 'monitoring.read',
  summary: 'Inhibitions and dependencies between services',
  response: StoredRules,
});

export const updateSuppressionRules = endpoint({
  method: 'PUT',
  path: '/api/monitoring/suppression-rules',
  permission: 'monitoring.config.update',
  summary: 'Replace the inhibitions and dependencies',
  body: z.strictObject({ version: z.number().int().min(0).describe('The version that the change was made from; 0 when nothing was stored'), rules: SuppressionRules }),
  response: StoredRules,
});

export type StoredSuppressionRules = z.infer<typeof StoredRules>;

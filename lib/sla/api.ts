import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { checkedOnce } from './checked-once';
import { DayFigures, ObjectiveInput, ObjectiveView } from './schemas';

const ObjectiveId = z.strictObject({ id: z.uuid('The id of an objective.') });
const version = z.number().int().min(1).describe('The version that the change was made from');

export const readSla = endpoint({
  method: 'GET', path: '/api/monitoring/sla', permission: 'monitoring.read', summary: 'Objectives with compliance, budget, burn and history by day, the worst first',
  query: z.strictObject({
    serviceId: z.uuid().optional(), text: z.string().max(200).optional(),
    days: z.coerce.number().int().min(1).max(366).default(90).describe('Days of history for each'),
    limit: z.coerce.number().int().min(1).max(200).default(50), offset: z.coerce.number().int().min(0).max(2_000).default(0),
  }),
  response: z.strictObject({ objectives: z.array(ObjectiveView.extend({ history: z.array(checkedOnce(DayFigures)) })), total: z.number().int(), at: timeMs }),
});
export const createObjective = endpoint({ method: 'POST', path: '/api/monitoring/objectives', permission: 'monitoring.config.update', summary: 'Create an objective', body: ObjectiveInput, response: ObjectiveView });
export const readObjective = endpoint({
  method: 'GET', path: '/api/monitoring/objectives/{id}', permission: 'monitoring.read', summary: 'One objective with the time that it lost', params: ObjectiveId,
  response: z.strictObject({
    objective: ObjectiveView,
    history: z.array(DayFigures).describe('The last 366 days at most'),
    lost: z.array(z.strictObject({ checkId: z.uuid(), checkName: z.string(), from: timeMs, to: timeMs, state: z.enum(['down', 'degraded', 'unknown']), reason: z.string(), eventId: z.string().nullable() })).describe('Of the window, the newest 200'),
    whatIf: z.array(z.strictObject({ target: z.string(), isMet: z.boolean().nullable(), margin: z.number().describe('What is left of the budget at this target, in the unit of the amount; negative: missed by so much') })),
  }),
});
export const updateObjective = endpoint({ method: 'PUT', path: '/api/monitoring/objectives/{id}', permission: 'monitoring.config.update', summary: 'Replace an objective', params: ObjectiveId, body: z.strictObject({ version, objective: ObjectiveInput }), response: ObjectiveView });
export const deleteObjective = endpoint({ method: 'DELETE', path: '/api/monitoring/objectives/{id}', permission: 'monitoring.config.update', summary: 'Delete an objective', params: ObjectiveId, query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }), response: z.strictObject({ deleted: z.literal(true) }) });
export const createBurnAlerts = endpoint({
  method: 'POST', path: '/api/monitoring/objectives/{id}/burn-alerts', permission: 'monitoring.config.update',
  summary: 'Make the multi-window, multi-burn-rate alert rules of an objective, and the one for its breach', params: ObjectiveId, body: z.strictObject({}), response: z.strictObject({ ruleIds: z.array(z.uuid()) }),
});

import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { checkStates } from '@/lib/checks/states';
import { ServiceInput, ServiceView } from './schemas';

const ServiceId = z.strictObject({ id: z.uuid('The id of a service.') });
const version = z.number().int().min(1).describe('The version that the change was made from');

export const listServices = endpoint({
  method: 'GET', path: '/api/monitoring/services', permission: 'monitoring.read', summary: 'The catalogue of services with their state, the worst first',
  query: z.strictObject({
    state: z.enum(checkStates).optional(), team: z.string().max(200).optional(), text: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(200), offset: z.coerce.number().int().min(0).max(5_000).default(0),
  }),
  response: z.strictObject({ services: z.array(ServiceView), total: z.number().int(), counts: z.record(z.enum(checkStates), z.number().int()), teams: z.array(z.string()).describe('At most 200'), at: timeMs }),
});
export const createService = endpoint({ method: 'POST', path: '/api/monitoring/services', permission: 'monitoring.config.update', summary: 'Create a service', body: ServiceInput, response: ServiceView });
export const readService = endpoint({
  method: 'GET', path: '/api/monitoring/services/{id}', permission: 'monitoring.read', summary: 'One service, with what it needs and what needs it', params: ServiceId,
  response: z.strictObject({ service: ServiceView, dependsOn: z.array(ServiceView), neededBy: z.array(ServiceView) }),
});
export const updateService = endpoint({ method: 'PUT', path: '/api/monitoring/services/{id}', permission: 'monitoring.config.update', summary: 'Replace a service', params: ServiceId, body: z.strictObject({ version, service: ServiceInput }), response: ServiceView });
export const deleteService = endpoint({
  method: 'DELETE', path: '/api/monitoring/services/{id}', permission: 'monitoring.config.update', summary: 'Delete a service that has no objectives; its checks stay, without a service', params: ServiceId,
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }), response: z.strictObject({ deleted: z.literal(true) }),
});
export const readServiceGraph = endpoint({
  method: 'GET', path: '/api/monitoring/services/graph', permission: 'monitoring.read', summary: 'Which service needs which',
  response: z.strictObject({ nodes: z.array(z.strictObject({ id: z.uuid(), name: z.string(), tier: z.number().int(), state: z.enum(checkStates) })), edges: z.array(z.strictObject({ from: z.uuid(), to: z.uuid() })) }),
});

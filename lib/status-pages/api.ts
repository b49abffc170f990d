import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { StatusPageInput, StatusPageView } from './schemas';

const path = '/api/monitoring/status-page';

export const readStatusPage = endpoint({ method: 'GET', path, permission: 'monitoring.read', summary: 'The public status page: its settings and components', response: StatusPageView });
export const updateStatusPage = endpoint({
  method: 'PUT', path, permission: 'monitoring.config.update', summary: 'Replace the status page, switch it on or off',
  body: z.strictObject({ version: z.number().int().min(0).describe('0: nothing was saved yet'), page: StatusPageInput }), response: StatusPageView,
});
export const withdrawStatusPost = endpoint({
  method: 'DELETE', path: `${path}/posts/{id}`, permission: 'monitoring.incident.update', summary: 'Take back what a post of the status page says: its time and its components stay',
  params: z.strictObject({ id: z.uuid() }), response: z.strictObject({ withdrawn: z.literal(true) }),
});

import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';

export const readManagedSections = endpoint({
  method: 'GET', path: '/api/monitoring/managed-sections', permission: 'monitoring.read', summary: 'Which sections of the configuration a watched file manages, so that they are changed there and nowhere else',
  response: z.strictObject({ file: z.strictObject({ name: z.string(), sections: z.array(z.string()).describe('As a configuration document calls them') }).nullable().describe('Null: there is no such file') }),
});

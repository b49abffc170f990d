import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';

export const openApi = endpoint({
  method: 'GET',
  path: '/api/openapi.json',
  permission: 'public',
  summary: 'This description of the API, as OpenAPI 3.1',
  response: z.record(z.string(), z.unknown()),
});

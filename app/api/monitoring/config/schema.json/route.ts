import { readConfigurationSchema } from '@/lib/configuration/api';
import { documentJsonSchema } from '@/lib/configuration/json-schema';
import { route } from '@/server/http/route';

export const GET = route(readConfigurationSchema, () => Promise.resolve(documentJsonSchema()));

import { renameApiKey } from '@/lib/keys/api';
import { route } from '@/server/http/route';
import { renameApiKey as rename } from '@/server/keys/keys';
import { runtime } from '@/server/runtime';

export const PATCH = route(renameApiKey, ({ caller, params, body }) => rename(runtime(), caller, { ...params, ...body }));

import { deleteProvider, updateProvider } from '@/lib/sso/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { putProvider, removeProvider } from '@/server/sso/manage-providers';

export const PUT = route(updateProvider, ({ caller, params, body }) => putProvider(runtime(), caller, params.key, body));
export const DELETE = route(deleteProvider, ({ caller, params, query }) => removeProvider(runtime(), caller, params.key, query.version));

import { revokeApiKey } from '@/lib/keys/api';
import { route } from '@/server/http/route';
import { revokeApiKey as revoke } from '@/server/keys/keys';
import { runtime } from '@/server/runtime';

export const POST = route(revokeApiKey, ({ caller, params }) => revoke(runtime(), caller, params));

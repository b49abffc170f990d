import { listProviders } from '@/lib/sso/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { readProviders } from '@/server/sso/manage-providers';

export const GET = route(listProviders, ({ caller }) => readProviders(runtime(), caller));

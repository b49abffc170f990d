import { readPagingAccount as endpoint } from '@/lib/alerts/api';
import { readPagingAccount } from '@/server/alerts/paging-account';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(endpoint, ({ caller, params, query }) => readPagingAccount(runtime(), caller, params.id, query.userId));

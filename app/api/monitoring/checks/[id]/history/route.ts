import { readCheckHistory as history } from '@/lib/checks/api';
import { readCheckHistory } from '@/server/checks/history';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(history, ({ caller, params, query }) => readCheckHistory(runtime(), caller, params.id, query.range));

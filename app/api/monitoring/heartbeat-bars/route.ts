import { listHeartbeatBars } from '@/lib/checks/api';
import { readHeartbeatBars } from '@/server/checks/history';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listHeartbeatBars, ({ caller, query }) => readHeartbeatBars(runtime(), caller, query));

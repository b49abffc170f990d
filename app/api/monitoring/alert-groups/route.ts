import { listAlertGroups as endpoint } from '@/lib/alerts/api';
import { listAlertGroups } from '@/server/alerts/list-groups';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(endpoint, ({ caller, query }) => listAlertGroups(runtime(), caller, query));

import { listSubscribers } from '@/lib/status-pages/subscribers-api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { listSubscribers as list } from '@/server/status-pages/subscribers/manage-subscribers';

export const GET = route(listSubscribers, ({ caller, query }) => list(runtime(), caller, query));

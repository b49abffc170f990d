import { readStatusPage, updateStatusPage } from '@/lib/status-pages/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { readStatusPage as read, updateStatusPage as update } from '@/server/status-pages/manage-page';

export const GET = route(readStatusPage, ({ caller }) => read(runtime(), caller));
export const PUT = route(updateStatusPage, ({ caller, body }) => update(runtime(), caller, body));

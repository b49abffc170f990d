import { readAlert as endpoint } from '@/lib/alerts/api';
import { readAlert } from '@/server/alerts/read-alert';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(endpoint, ({ caller, params }) => readAlert(runtime(), caller, params.id));

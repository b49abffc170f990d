import { exportIncident } from '@/lib/incidents/api';
import { textRoute } from '@/server/http/text-route';
import { exportIncident as read } from '@/server/incidents/export-incident';
import { runtime } from '@/server/runtime';

export const GET = textRoute({ ...exportIncident, contentType: 'text/markdown; charset=utf-8' }, ({ caller, params }) => read(runtime(), caller, params.id));

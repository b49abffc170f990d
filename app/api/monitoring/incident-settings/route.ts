import { readIncidentSettings, updateIncidentSettings } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { readSettings, updateSettings } from '@/server/incidents/incident-settings';
import { runtime } from '@/server/runtime';

export const GET = route(readIncidentSettings, ({ caller }) => readSettings(runtime(), caller));
export const PUT = route(updateIncidentSettings, ({ caller, body }) => updateSettings(runtime(), caller, body));

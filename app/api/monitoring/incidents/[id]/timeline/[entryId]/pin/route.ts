import { pinEntry } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { pinEntry as pin } from '@/server/incidents/pin-entry';
import { runtime } from '@/server/runtime';

export const PUT = route(pinEntry, ({ caller, params, body }) => pin(runtime(), caller, params.id, params.entryId, body));

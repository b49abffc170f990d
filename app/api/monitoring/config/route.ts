import { applyConfiguration, readConfiguration } from '@/lib/configuration/api';
import { applyRequest } from '@/server/configuration/apply-request';
import { readWhole } from '@/server/configuration/history';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readConfiguration, ({ caller }) => readWhole(runtime(), caller));
export const PUT = route(applyConfiguration, ({ caller, body }) => applyRequest(runtime(), caller, body));

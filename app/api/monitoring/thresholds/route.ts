import * as endpoints from '@/lib/alerts/rules/api';
import { readThresholds, updateThresholds } from '@/server/alerts/rules/thresholds';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(endpoints.readThresholds, ({ caller }) => readThresholds(runtime(), caller));
export const PUT = route(endpoints.updateThresholds, ({ caller, body }) => updateThresholds(runtime(), caller, body));

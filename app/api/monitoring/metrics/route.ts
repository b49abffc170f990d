import { pushMetrics, queryMetrics } from '@/lib/metrics/api';
import { route } from '@/server/http/route';
import { pushSamples } from '@/server/metrics/push';
import { querySamples } from '@/server/metrics/query';

export const POST = route(pushMetrics, ({ caller, body }) => pushSamples(caller, body));
export const GET = route(queryMetrics, ({ caller, query }) => querySamples(caller, query));

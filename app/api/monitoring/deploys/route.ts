import { listDeploys, recordDeploy } from '@/lib/deploys/api';
import { listDeploys as list, recordDeploy as record } from '@/server/deploys/deploys';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listDeploys, ({ caller, query }) => list(runtime(), caller, query));
export const POST = route(recordDeploy, ({ caller, body }) => record(runtime(), caller, body));

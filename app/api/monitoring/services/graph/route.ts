import { readServiceGraph as graph } from '@/lib/services/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { readServiceGraph } from '@/server/services/read-services';

export const GET = route(graph, ({ caller }) => readServiceGraph(runtime(), caller));

import { writeTask } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { writeTask as write } from '@/server/incidents/tasks';
import { runtime } from '@/server/runtime';

export const POST = route(writeTask, ({ caller, params, body }) => write(runtime(), caller, params.id, body));

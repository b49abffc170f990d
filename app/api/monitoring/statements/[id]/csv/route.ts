import { exportStatement } from '@/lib/statements/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { exportStatement as read } from '@/server/statements/read-statements';

export const GET = route(exportStatement, ({ caller, params }) => read(runtime(), caller, params.id));

import { readStatement } from '@/lib/statements/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { readStatement as read } from '@/server/statements/read-statements';

export const GET = route(readStatement, ({ caller, params }) => read(runtime(), caller, params.id));

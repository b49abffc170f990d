import { verifyStatement } from '@/lib/statements/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { verifyStatement as verify } from '@/server/statements/verify';

export const POST = route(verifyStatement, ({ caller, params }) => verify(runtime(), caller, params.id));

import { issueStatement, listStatements } from '@/lib/statements/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { issueStatement as issue } from '@/server/statements/issue-statement';
import { listStatements as list } from '@/server/statements/read-statements';

export const GET = route(listStatements, ({ caller, query }) => list(runtime(), caller, query));
export const POST = route(issueStatement, ({ caller, body }) => issue(runtime(), caller, body));

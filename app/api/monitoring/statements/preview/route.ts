import { previewStatement } from '@/lib/statements/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { previewStatement as preview } from '@/server/statements/issue-statement';

export const POST = route(previewStatement, ({ caller, body }) => preview(runtime(), caller, body));

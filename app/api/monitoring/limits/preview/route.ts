import { previewLimits } from '@/lib/limits/api';
import { route } from '@/server/http/route';
import { previewLimits as preview } from '@/server/limits/limits';
import { runtime } from '@/server/runtime';

export const POST = route(previewLimits, ({ caller, body }) => preview(runtime(), caller, body));

import { previewShifts } from '@/lib/alerts/on-call/api';
import { previewShifts as preview } from '@/server/alerts/on-call/shifts';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(previewShifts, ({ caller, body }) => preview(runtime(), caller, body));

import { deleteOverride } from '@/lib/alerts/on-call/api';
import { deleteOverride as remove } from '@/server/alerts/on-call/overrides';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const DELETE = route(deleteOverride, ({ caller, params }) => remove(runtime(), caller, params.id, params.overrideId));

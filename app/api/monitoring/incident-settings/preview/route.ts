import { previewIncidentRules } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { previewRules } from '@/server/incidents/preview-rules';
import { runtime } from '@/server/runtime';

export const POST = route(previewIncidentRules, ({ caller, body }) => previewRules(runtime(), caller, body));

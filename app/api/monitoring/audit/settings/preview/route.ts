import { previewAudit } from '@/lib/settings/previews';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import * as settings from '@/server/settings/preview-audit';

export const POST = route(previewAudit, ({ caller, body }) => settings.previewAudit(runtime(), caller, body));

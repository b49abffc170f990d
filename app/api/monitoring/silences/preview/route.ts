import { previewSilence } from '@/lib/alerts/suppression/api';
import { previewSilence as preview } from '@/server/alerts/suppression/preview-silence';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(previewSilence, ({ caller, body }) => preview(runtime(), caller, body.matchers));

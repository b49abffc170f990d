import { previewSignIn } from '@/lib/settings/previews';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import * as settings from '@/server/settings/preview-sign-in';

export const POST = route(previewSignIn, ({ caller, body }) => settings.previewSignIn(runtime(), caller, body));

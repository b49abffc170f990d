import { previewOrganisation } from '@/lib/settings/previews';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import * as settings from '@/server/settings/preview-organisation';

export const POST = route(previewOrganisation, ({ caller }) => settings.previewOrganisation(runtime(), caller));

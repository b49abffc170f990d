import { readOrganisation, updateOrganisation } from '@/lib/settings/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import * as organisation from '@/server/settings/organisation';

export const GET = route(readOrganisation, ({ caller }) => organisation.readOrganisation(runtime(), caller));
export const PUT = route(updateOrganisation, ({ caller, body }) => organisation.updateOrganisation(runtime(), caller, body));

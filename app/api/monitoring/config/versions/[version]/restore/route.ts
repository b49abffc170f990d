import { restoreConfigurationVersion } from '@/lib/configuration/api';
import { restoreVersion } from '@/server/configuration/history';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(restoreConfigurationVersion, ({ caller, params, body }) => restoreVersion(runtime(), caller, params.version, body));

import { readConfigurationVersion } from '@/lib/configuration/api';
import { readVersion } from '@/server/configuration/history';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readConfigurationVersion, ({ caller, params, query }) => readVersion(runtime(), caller, params.version, query.against));

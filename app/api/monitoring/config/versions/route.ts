import { listConfigurationVersions } from '@/lib/configuration/api';
import { listVersions } from '@/server/configuration/history';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listConfigurationVersions, ({ caller, query }) => listVersions(runtime(), caller, query));

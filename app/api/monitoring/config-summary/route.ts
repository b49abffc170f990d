import { readConfigSummary } from '@/lib/settings/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import * as summary from '@/server/settings/config-summary';

export const GET = route(readConfigSummary, ({ caller }) => summary.readConfigSummary(runtime(), caller));

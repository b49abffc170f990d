import { readRetention, updateRetention } from '@/lib/settings/api';
import { route } from '@/server/http/route';
import * as retention from '@/server/retention/retention-settings';
import { runtime } from '@/server/runtime';

export const GET = route(readRetention, ({ caller }) => retention.readRetention(runtime(), caller));
export const PUT = route(updateRetention, ({ caller, body }) => retention.updateRetention(runtime(), caller, body));

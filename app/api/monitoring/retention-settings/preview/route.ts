import { previewRetention } from '@/lib/settings/api';
import { route } from '@/server/http/route';
import * as retention from '@/server/retention/retention-settings';
import { runtime } from '@/server/runtime';

export const POST = route(previewRetention, ({ caller, body }) => retention.previewRetention(runtime(), caller, body));

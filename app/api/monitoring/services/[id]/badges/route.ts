import { readServiceBadges, switchServiceBadges } from '@/lib/badges/api';
import { readBadges, switchBadges } from '@/server/badges/badges';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readServiceBadges, ({ caller, params }) => readBadges(runtime(), caller, params.id));
export const PUT = route(switchServiceBadges, ({ caller, params, body }) => switchBadges(runtime(), caller, params.id, body));

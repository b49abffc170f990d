import { collectHealth } from '@/lib/health/api';
import { collectNow } from '@/server/health/report';
import { route } from '@/server/http/route';

export const POST = route(collectHealth, ({ caller }) => collectNow(caller));

import { readHealth } from '@/lib/health/api';
import { currentHealth } from '@/server/health/report';
import { route } from '@/server/http/route';

export const GET = route(readHealth, ({ caller }) => currentHealth(caller));

import { exportSubscribers } from '@/lib/status-pages/subscribers-api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { exportSubscribers as write } from '@/server/status-pages/subscribers/manage-subscribers';

export const GET = route(exportSubscribers, ({ caller }) => write(runtime(), caller));

import { listChannelKinds } from '@/lib/alerts/channels/api';
import { listKinds } from '@/server/alerts/channels/list-kinds';
import { route } from '@/server/http/route';

export const GET = route(listChannelKinds, () => listKinds());

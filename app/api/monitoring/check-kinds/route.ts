import { listCheckKinds } from '@/lib/checks/api';
import { listKindsOfChecks } from '@/server/checks/list-check-kinds';
import { route } from '@/server/http/route';

export const GET = route(listCheckKinds, () => listKindsOfChecks());

import { createMaintenance, listMaintenance } from '@/lib/alerts/suppression/api';
import { createMaintenance as create, listMaintenance as list } from '@/server/alerts/suppression/maintenance';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(listMaintenance, ({ caller }) => list(runtime(), caller));
export const POST = route(createMaintenance, ({ caller, body }) => create(runtime(), caller, body));

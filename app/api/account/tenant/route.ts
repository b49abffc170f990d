import { switchTenant } from '@/lib/people/api';
import { route } from '@/server/http/route';
import { switchTenant as go } from '@/server/people/own-tenants';
import { runtime } from '@/server/runtime';

export const POST = route(switchTenant, ({ caller, body }) => go(runtime(), caller, body.tenantId));

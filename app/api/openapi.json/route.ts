import { openApi } from '@/lib/openapi/api';
import { openApiDocument } from '@/server/http/openapi';
import { publicRoute } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = publicRoute({ ...openApi, permission: 'public' }, () => openApiDocument(runtime().routes, runtime().wires.endpoints));

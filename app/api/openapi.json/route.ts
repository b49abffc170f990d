import { openApi } from '@/lib/openapi/api';
import { openApiDocument } from '@/server/http/openapi';
import { publicRoute } from '@/server/http/route';

export const GET = publicRoute({ ...openApi, permission: 'public' }, async () => {
  const { routes } = await import('@/app/api/routes');
  return openApiDocument(routes);
});

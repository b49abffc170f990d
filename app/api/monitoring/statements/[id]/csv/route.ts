import { exportStatement } from '@/lib/statements/api';
import { recordExport } from '@/server/audit/record-export';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { exportStatement as read } from '@/server/statements/read-statements';

export const GET = route(exportStatement, async ({ caller, params }) => {
  const file = await read(runtime(), caller, params.id);
  await recordExport(runtime(), caller, 'statement.export', { id: params.id });
  return file;
});

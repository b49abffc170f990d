import { exportIncident } from '@/lib/incidents/api';
import { recordExport } from '@/server/audit/record-export';
import { textRoute } from '@/server/http/text-route';
import { exportIncident as read } from '@/server/incidents/export-incident';
import { runtime } from '@/server/runtime';

export const GET = textRoute({ ...exportIncident, contentType: 'text/markdown; charset=utf-8' }, async ({ caller, params }) => {
  const file = await read(runtime(), caller, params.id);
  await recordExport(runtime(), caller, 'incident.export', { id: params.id, fileName: file.fileName });
  return file;
});

import { exportAudit } from '@/lib/audit/api';
import { exportAudit as read } from '@/server/audit/export-audit';
import { textRoute } from '@/server/http/text-route';
import { runtime } from '@/server/runtime';

export const GET = textRoute({ ...exportAudit, contentType: 'text/plain; charset=utf-8' }, async ({ caller, query }) => {
  const { nextBefore, ...file } = await read(runtime(), caller, query);
  if (nextBefore === null) return file;
  const rest = Object.entries({ ...query, before: nextBefore }).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]);
  return { ...file, link: `<${exportAudit.path}?${new URLSearchParams(rest).toString()}>; rel="next"` };
});

import { readManagedSections } from '@/lib/settings/managed';
import { readFileView } from '@/server/configuration/managed-sections';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readManagedSections, async ({ caller }) => {
  const file = await readFileView(runtime().database, caller.tenant);
  return { file: file && { name: file.name, sections: file.sections } };
});

import { readConfigurationFiles } from '@/lib/configuration/api';
import { readFileView } from '@/server/configuration/managed-sections';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readConfigurationFiles, async ({ caller }) => {
  const file = await readFileView(runtime().database, caller.tenant);
  return { files: file ? [file] : [] };
});

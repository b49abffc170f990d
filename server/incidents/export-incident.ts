import type { Caller } from '@/lib/context';
import { exportFileName, exportMarkdown } from '@/lib/incidents/export-markdown';
import type { Database } from '@/server/database/database';
import type { TextFile } from '@/server/http/text-route';
import { readWholeIncident } from './whole-incident';

/** An incident as Markdown with a name for the file; `url` is where people reach Nines. Throws AppError `not_found`. */
export async function exportIncident({ database, url }: { database: Database; url: string }, caller: Caller, id: string): Promise<TextFile> {
  const whole = await readWholeIncident({ database }, caller, id);
  return { text: exportMarkdown({ ...whole, url: `${url}/incidents/${id}`, exportedAt: caller.now }), fileName: exportFileName(whole.incident) };
}

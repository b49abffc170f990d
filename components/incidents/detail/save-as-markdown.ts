'use client';

import { saveFile } from '@/components/ui/save-file';
import { messageOf, AppError } from '@/lib/errors';
import { exportIncident } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import type { Notice } from './use-change-incident';

const timeoutMs = 30_000;

/** Hands the incident as a Markdown file to the browser. */
export async function saveAsMarkdown({ id, number }: Pick<Incident, 'id' | 'number'>, say: (notice: Notice) => void): Promise<void> {
  try {
    // The answer is no JSON, which is all that callEndpoint reads.
    const response = await fetch(exportIncident.path.replace('{id}', encodeURIComponent(id)), { signal: AbortSignal.timeout(timeoutMs), cache: 'no-store' });
    if (!response.ok) throw new AppError('unavailable', `The server answered with status ${response.status}.`);
    saveFile(await response.text(), `incident-${number}.md`, 'text/markdown');
  } catch (error) {
    say({ kind: 'refused', words: `The Markdown could not be made. ${messageOf(error)}` });
  }
}

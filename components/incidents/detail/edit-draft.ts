import type { Incident } from '@/lib/incidents/schemas';
import type { IncidentPatch } from './incident-data';

/** The facts of an incident as they stand in their form. */
export interface EditDraft {
  title: string;
  summary: string;
  severity: string;
  team: string;
  runbookUrl: string;
}

export function editDraftOf({ title, summary, severity, team, runbookUrl }: Incident): EditDraft {
  return { title, summary, severity, team, runbookUrl: runbookUrl ?? '' };
}

/** What is wrong with the draft, by field. */
export function editFaults({ title, runbookUrl }: EditDraft): Partial<Record<keyof EditDraft, string>> {
  return {
    ...(title.trim() === '' ? { title: 'Say in a few words what is broken.' } : {}),
    ...(runbookUrl.trim() === '' || /^https?:\/\/\S+$/i.test(runbookUrl.trim()) ? {} : { runbookUrl: 'An address that begins with https:// or http://.' }),
  };
}

/** What the draft changes of the incident that it began with; empty: nothing. */
export function editPatch(draft: EditDraft, base: Incident): IncidentPatch {
  const before = editDraftOf(base);
  const patch: IncidentPatch = {};
  if (draft.title.trim() !== before.title) patch.title = draft.title.trim();
  if (draft.summary !== before.summary) patch.summary = draft.summary;
  if (draft.severity !== before.severity) patch.severity = draft.severity;
  if (draft.team.trim() !== before.team) patch.team = draft.team.trim();
  if (draft.runbookUrl.trim() !== before.runbookUrl) patch.runbookUrl = draft.runbookUrl.trim() || null;
  return patch;
}

import type { Caller } from '@/lib/context';
import { reviewDraft } from '@/lib/incidents/review-draft';
import type { Database } from '@/server/database/database';
import { readWholeIncident } from './whole-incident';

/** A review to start from, as Markdown; nothing is stored. Throws AppError `not_found`. */
export async function draftReview(verbs: { database: Database }, caller: Caller, id: string): Promise<{ text: string }> {
  return { text: reviewDraft(await readWholeIncident(verbs, caller, id)) };
}

/** A review that is being written, and the version that it began with; 0: there was none. */
export interface ReviewDraft {
  text: string;
  version: number;
}

interface StoredReview {
  text: string;
  version: number;
}

/** What stands in the editor: what was kept and not saved, else what is stored. */
export function beginReview(kept: ReviewDraft | null, stored: StoredReview | null): ReviewDraft {
  return kept !== null && kept.text !== (stored?.text ?? '') ? kept : { text: stored?.text ?? '', version: stored?.version ?? 0 };
}

/** Whether there is something to save. */
export function isUnsaved(draft: ReviewDraft, stored: StoredReview | null): boolean {
  return draft.text !== (stored?.text ?? '');
}

/** The draft after somebody's saving was told: one that nobody changed here follows, one that was changed stays, with its version. */
export function followReview(draft: ReviewDraft, before: StoredReview | null, now: StoredReview | null): ReviewDraft {
  return isUnsaved(draft, before) ? draft : { text: now?.text ?? '', version: now?.version ?? 0 };
}

/** Reads a kept draft; null for what is none. */
export function parseDraft(kept: string): ReviewDraft | null {
  const found = /^(\d{1,9}):([\s\S]*)$/.exec(kept);
  return found ? { version: Number(found[1]), text: found[2] ?? '' } : null;
}

export function writeDraft({ text, version }: ReviewDraft): string {
  return `${version}:${text}`;
}

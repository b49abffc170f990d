'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { isAppError, messageOf } from '@/lib/errors';
import { draftReview, readIncident, writeReview } from '@/lib/incidents/api';
import type { IncidentData } from '../detail/incident-data';
import { Overtaken } from '../detail/send-merged';
import type { Notice } from '../detail/use-change-incident';
import { useKeptText } from '../detail/use-kept-text';
import { incidentQuery, incidentsKey } from '../incident-queries';
import { beginReview, followReview, isUnsaved, parseDraft, writeDraft, type ReviewDraft } from './review-draft';

type Stored = NonNullable<IncidentData['review']>;

/** The review that is being written: kept in this tab until it is saved, and saved from the version that it began with. */
export function useReview(id: string, stored: IncidentData['review'], say: (notice: Notice | null) => void) {
  const queries = useQueryClient();
  const [kept, keep] = useKeptText(`incident review ${id}`);
  const [draft, setDraft] = useState(() => beginReview(parseDraft(kept), stored));
  const [seen, setSeen] = useState(stored);
  const [theirs, setTheirs] = useState<Stored | null>(null);
  if (stored?.version !== seen?.version) {
    setSeen(stored);
    setDraft(followReview(draft, seen, stored));
  }
  const key = incidentQuery(id).queryKey;
  const take = (next: ReviewDraft) => {
    setDraft(next);
    keep(isUnsaved(next, stored) ? writeDraft(next) : '');
  };
  const settle = (saved: Stored, sent: string) => {
    queries.setQueryData(key, (data) => data && { ...data, review: saved });
    setSeen(saved);
    // Who went on writing while it was saved keeps that.
    const next = { text: draft.text === sent ? saved.text : draft.text, version: saved.version };
    setDraft(next);
    keep(isUnsaved(next, saved) ? writeDraft(next) : '');
    setTheirs(null);
  };
  const save = useMutation({
    mutationFn: async ({ text, version }: ReviewDraft) => {
      try {
        return await callEndpoint(writeReview, { params: { id }, body: { text, version } });
      } catch (error) {
        if (!isAppError(error) || error.code !== 'conflict') throw error;
        const { review } = await callEndpoint(readIncident, { params: { id } });
        if (review === null || review.version === version) throw error;
        // Both wrote the same: nothing is to be decided.
        if (review.text === text) return review;
        throw new Overtaken([], review);
      }
    },
    onMutate: () => say(null),
    onSuccess: (saved, { text }) => settle(saved, text),
    onError: (error) => {
      setTheirs(error instanceof Overtaken ? (error.theirs as Stored) : null);
      if (!(error instanceof Overtaken)) say({ kind: 'refused', words: `The review was not saved. ${messageOf(error)}` });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: incidentsKey }),
  });
  const begin = useMutation({
    mutationFn: () => callEndpoint(draftReview, { params: { id }, timeoutMs: 30_000 }),
    onSuccess: ({ text }) => {
      const before = draft;
      take({ ...draft, text });
      if (before.text.trim() !== '') say({ kind: 'done', words: 'The draft took the place of what stood here.', undo: { word: 'Put mine back', run: () => take(before) } });
    },
    onError: (error) => say({ kind: 'refused', words: `The draft could not be made. ${messageOf(error)}` }),
  });
  const running = useRef<Promise<unknown>>(Promise.resolve());
  // What is being saved already is waited for, and not sent a second time.
  const saveThen = (next: () => void = () => undefined) => {
    if (!save.isPending) running.current = save.mutateAsync(draft);
    // Why it was not saved is told by the mutation itself.
    running.current.then(next, () => undefined);
  };
  return {
    text: draft.text,
    isUnsaved: isUnsaved(draft, stored),
    isOvertaken: draft.version !== (stored?.version ?? 0),
    conflict: theirs === null ? null : [{ key: 'review', name: 'Review', mine: draft.text || 'Nothing', theirs: theirs.text || 'Nothing' }],
    isSaving: save.isPending,
    isBeginning: begin.isPending,
    write: (text: string) => take({ ...draft, text }),
    begin: () => begin.mutate(),
    save: saveThen,
    keepMine: () => theirs && save.mutate({ text: draft.text, version: theirs.version }),
    takeTheirs: () => theirs && settle(theirs, draft.text),
    leaveConflict: () => setTheirs(null),
  };
}

export type Reviewing = ReturnType<typeof useReview>;

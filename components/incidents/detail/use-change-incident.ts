'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { useZone } from '@/components/time/zone';
import { messageOf } from '@/lib/errors';
import { readIncident, updateIncident } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import { changedIncidents, incidentQuery, useIncidentSeverities } from '../incident-queries';
import { conflictFields, withoutFields, type ConflictField } from './conflict-fields';
import type { IncidentPatch } from './incident-data';
import { patchIncident } from './optimistic';
import { Overtaken, sendMerged } from './send-merged';

interface Change {
  /** The incident that whoever changes it saw. */
  base: Incident;
  patch: IncidentPatch;
  note?: string;
  /** `The state was not changed.`: what stands before the reason of a refusal. */
  refusal: string;
  /** What is said when it is done; nothing where the page shows it. */
  done?: string;
  onDone?: () => void;
}

/** Two people changed the same: what stands on either side, and what would be sent again. */
interface Conflict {
  fields: ConflictField[];
  change: Change;
  theirs: Incident;
}

export interface Notice {
  kind: 'done' | 'refused';
  words: string;
  undo?: { word: string; run: () => void };
}

/**
 * Changes an incident from the version that was seen, shown at once. Where somebody else changed something else in between, the change is made from the newer version;
 * where both changed the same, it becomes a conflict to decide.
 */
export function useChangeIncident(id: string, people: readonly { id: string; name: string }[], say: (notice: Notice | null) => void) {
  const queries = useQueryClient();
  const severities = useIncidentSeverities();
  const zone = useZone() ?? 'UTC';
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const key = incidentQuery(id).queryKey;
  const show = (change: (incident: Incident) => Incident) => queries.setQueryData(key, (data) => data && { ...data, incident: change(data.incident) });
  const mutation = useMutation({
    mutationFn: ({ base, patch, note }: Change) =>
      sendMerged({
        base,
        send: (version) => callEndpoint(updateIncident, { params: { id }, body: { ...patch, version, note } }),
        load: async () => (await callEndpoint(readIncident, { params: { id } })).incident,
        conflictsWith: (theirs) => conflictFields(patch, base, theirs, { severities, people, zone }),
      }),
    onMutate: async ({ patch }: Change) => {
      say(null);
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData(key);
      show((incident) => patchIncident(incident, patch, people, Date.now()));
      return before;
    },
    onSuccess: (incident, { done, onDone }) => {
      show(() => incident);
      setConflict(null);
      if (done) say({ kind: 'done', words: done });
      onDone?.();
    },
    onError: (error, change, before) => {
      if (before) queries.setQueryData(key, before);
      setConflict(error instanceof Overtaken ? { fields: error.fields, change, theirs: error.theirs as Incident } : null);
      if (!(error instanceof Overtaken)) say({ kind: 'refused', words: `${change.refusal} ${messageOf(error)}` });
    },
    onSettled: () => queries.invalidateQueries(changedIncidents),
  });
  return {
    conflict,
    error: mutation.error instanceof Overtaken ? null : mutation.error,
    isPending: mutation.isPending,
    reset: mutation.reset,
    change: (change: Change) => mutation.mutate(change),
    keepMine: () => conflict && mutation.mutate({ ...conflict.change, base: conflict.theirs }),
    takeTheirs: () => {
      if (!conflict) return;
      const { change, fields, theirs } = conflict;
      const patch = withoutFields(change.patch, fields.map((each) => each.key));
      setConflict(null);
      if (Object.keys(patch).length > 0) mutation.mutate({ ...change, base: theirs, patch });
      else change.onDone?.();
    },
    leaveConflict: () => setConflict(null),
  };
}

export type IncidentChanges = ReturnType<typeof useChangeIncident>;

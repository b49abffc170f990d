'use client';

import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { useZone } from '@/components/time/zone';
import { postUpdate, readIncident } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import { useIncidentSeverities } from '../incident-queries';
import { conflictFields } from './conflict-fields';
import { Overtaken, sendMerged } from './send-merged';
import { useAct } from './use-act';

interface Post {
  /** The incident that the state was chosen from. */
  base: Incident;
  body: (version: number) => z.input<NonNullable<(typeof postUpdate)['body']>>;
}

/** Posts an update. Where somebody else set another state since, it becomes a conflict to decide. */
export function usePostUpdate(id: string, onPosted: () => void) {
  const severities = useIncidentSeverities();
  const zone = useZone() ?? 'UTC';
  const post = useAct(({ base, body }: Post) => {
    const { state } = body(base.version);
    return sendMerged({
      base,
      send: (version) => callEndpoint(postUpdate, { params: { id }, body: body(version), timeoutMs: 30_000 }),
      load: async () => (await callEndpoint(readIncident, { params: { id } })).incident,
      conflictsWith: (theirs) => (state ? conflictFields({ state }, base, theirs, { severities, people: [], zone }) : []),
    });
  }, onPosted);
  const { error } = post;
  const [field] = error instanceof Overtaken ? error.fields : [];
  return { ...post, error: error instanceof Overtaken ? null : error, conflict: error instanceof Overtaken && field ? { field, theirs: error.theirs as Incident } : null };
}

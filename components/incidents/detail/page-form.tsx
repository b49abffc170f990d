'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { policiesQuery } from '@/components/alerts/on-call/on-call-queries';
import type { Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { PickList } from '@/components/services/pick-list';
import { Segmented } from '@/components/ui/segmented';
import { SelectField } from '@/components/ui/select-field';
import { messageOf } from '@/lib/errors';
import { pageIncident } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import { DialogForm } from './dialog-form';
import { useAct } from './use-act';
import type { Notice } from './use-change-incident';

interface PageFormProps {
  incident: Incident;
  viewer: Viewer;
  people: readonly { id: string; name: string }[];
  say: (notice: Notice | null) => void;
  onClose: () => void;
}

/** Wakes somebody: an escalation policy with its steps, or people at once. */
export function PageForm({ incident, viewer, people, say, onClose }: PageFormProps) {
  const policies = useQuery(policiesQuery());
  const [by, setBy] = useState<'policy' | 'people'>('policy');
  const [policyId, setPolicyId] = useState('');
  const [userIds, setUserIds] = useState<readonly string[]>([]);
  const known = policies.data?.policies ?? [];
  const chosen = policyId || known[0]?.id || '';
  const page = useAct(
    () => callEndpoint(pageIncident, { params: { id: incident.id }, body: by === 'policy' ? { policyId: chosen } : { userIds: [...userIds] } }),
    () => {
      say({ kind: 'done', words: by === 'policy' ? `${known.find(({ id }) => id === chosen)?.settings.name ?? 'The policy'} is paged.` : 'They are paged.' });
      onClose();
    },
  );
  return (
    <DialogForm submit="Page" isPending={page.isPending} isDisabled={by === 'policy' ? chosen === '' : userIds.length === 0} error={page.error} onSubmit={() => page.mutate(undefined)}>
      <Segmented label="Whom to page" className="self-start max-sm:self-stretch" value={by} onChange={setBy} options={[{ value: 'policy', label: 'An escalation policy' }, { value: 'people', label: 'People' }]} />
      {by === 'people' ? (
        <PickList label="People" hint="Told at once, by the channels that reach a person." options={people.map(({ id, name }) => ({ value: id, label: id === viewer.id ? `${name} (you)` : name }))} chosen={userIds} onChange={(ids) => setUserIds(ids.slice(0, 20))} />
      ) : policies.isError ? (
        <p role="alert" className="text-sm text-critical">
          The policies could not be read. {messageOf(policies.error)}
        </p>
      ) : known.length === 0 ? (
        <p className="text-sm text-muted">{policies.data ? 'There is no escalation policy yet. Page people, or make one under On call.' : 'Reading the policies'}</p>
      ) : (
        <SelectField label="Escalation policy" value={chosen} onChange={setPolicyId} options={known.map(({ id, settings }) => ({ value: id, label: settings.name }))} />
      )}
      {incident.paging ? (
        <p className="text-sm text-muted">
          {pagingWords(incident.paging)}
          {by === 'policy' && incident.paging.state === 'running' ? (incident.paging.policyId === chosen ? ' It begins anew with its first step.' : ' This takes its place: its further steps are not taken.') : null}
        </p>
      ) : null}
    </DialogForm>
  );
}

/** How far the paging of the incident came, as a sentence. */
export function pagingWords({ policyName, state }: NonNullable<Incident['paging']>): string {
  switch (state) {
    case 'running':
      return `${policyName} is being paged; nobody has acknowledged yet.`;
    case 'acknowledged':
      return `${policyName} was paged, and somebody acknowledged.`;
    case 'resolved':
      return `${policyName} was paged; that is over.`;
    case 'exhausted':
      return `${policyName} was paged to its end, and nobody acknowledged.`;
    case 'policy_removed':
      return `${policyName} was paged, but the policy is gone: nobody else is told.`;
  }
}

'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { callEndpoint } from '@/components/api-client';
import { SearchField } from '@/components/ui/search-field';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { listIncidents, mergeIncident } from '@/lib/incidents/api';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident } from '@/lib/incidents/schemas';
import { incidentsKey, useIncidentSeverities } from '../incident-queries';
import { IncidentSeverityMark } from '../severity-mark';
import { IncidentStateMark } from '../state-mark';
import { DialogForm } from './dialog-form';
import { useAct } from './use-act';

/** Finds the incident that this one is a part of, merges it there, and goes there. */
export function MergeForm({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const router = useRouter();
  const severities = useIncidentSeverities();
  const [text, setText] = useState('');
  const [into, setInto] = useState<Incident | null>(null);
  const words = useSettled(text.trim(), 250);
  const found = useQuery({
    queryKey: [...incidentsKey, 'to merge into', words],
    queryFn: ({ signal }) => callEndpoint(listIncidents, { query: { text: words || undefined, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
  });
  const merge = useAct(
    (target: Incident) => callEndpoint(mergeIncident, { params: { id: incident.id }, body: { into: target.id, version: incident.version } }),
    (_, target) => {
      onClose();
      router.push(`/incidents/${target.id}`);
    },
  );
  const offered = (found.data?.incidents ?? []).filter((each) => each.id !== incident.id && each.mergedInto === null);
  return (
    <DialogForm submit={into ? `Merge into #${into.number}` : 'Merge'} isPending={merge.isPending} isDisabled={into === null} error={merge.error} onSubmit={() => into && merge.mutate(into)}>
      <p className="text-sm text-muted">The other incident gets the alerts, tasks, services and timeline of #{incident.number}. This one is closed and leads there.</p>
      <SearchField aria-label="Search incidents" placeholder="Number or words" data-first value={text} onChange={setText} className="basis-auto sm:max-w-none sm:basis-auto" />
      {found.isError ? (
        <p role="alert" className="text-sm text-critical">
          The incidents could not be read. {messageOf(found.error)}
        </p>
      ) : !found.data ? (
        <Skeleton className="h-40" />
      ) : offered.length === 0 ? (
        <p className="py-4 text-sm text-muted">{words === '' ? 'There is no other incident.' : 'No other incident matches.'}</p>
      ) : (
        <fieldset className="max-h-80 min-w-0 divide-y overflow-y-auto rounded-base border">
          <legend className="sr-only">Merge into</legend>
          {offered.map((each) => (
            <label key={each.id} className="flex min-h-11 items-start gap-3 px-3 py-2 hover:bg-sunken">
              <input type="radio" name="into" checked={into?.id === each.id} onChange={() => setInto(each)} className="mt-1 size-4 shrink-0 accent-ink" />
              <span className="min-w-0">
                <span className="block text-sm break-words">
                  <span className="text-muted">#{each.number}</span> {each.title}
                </span>
                <span className="flex flex-wrap gap-x-3">
                  <IncidentSeverityMark severities={severities} severity={each.severity} isCalm={!isOpen(each.state)} />
                  <IncidentStateMark state={each.state} />
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </DialogForm>
  );
}

'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SeverityMark, StateMark } from '@/components/alerts/alert-mark';
import { alertsOf, shownStateOf, titleOf } from '@/components/alerts/alert-words';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { callEndpoint } from '@/components/api-client';
import { SearchField } from '@/components/ui/search-field';
import { Skeleton } from '@/components/ui/skeleton';
import { listAlerts } from '@/lib/alerts/api';
import { messageOf } from '@/lib/errors';
import { changeAlerts } from '@/lib/incidents/api';
import { DialogForm } from './dialog-form';
import { useAct } from './use-act';

interface AddAlertsFormProps {
  id: string;
  /** What is in it already. */
  present: readonly string[];
  onClose: () => void;
}

/** Alerts that are open now, to be taken into the incident. */
export function AddAlertsForm({ id, present, onClose }: AddAlertsFormProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const words = useSettled(text.trim(), 250);
  const found = useQuery({
    queryKey: ['alerts', 'for an incident', words],
    queryFn: ({ signal }) => callEndpoint(listAlerts, { query: { text: words || undefined, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  });
  const add = useAct(() => callEndpoint(changeAlerts, { params: { id }, body: { add: [...chosen] } }), onClose);
  const offered = (found.data?.alerts ?? []).filter((alert) => !present.includes(alert.id));
  return (
    <DialogForm submit={chosen.length === 0 ? 'Add' : `Add ${alertsOf(chosen.length)}`} isPending={add.isPending} isDisabled={chosen.length === 0} error={add.error} onSubmit={() => add.mutate(undefined)}>
      <SearchField aria-label="Search open alerts" placeholder="Name, label or words" data-first value={text} onChange={setText} className="basis-auto sm:max-w-none sm:basis-auto" />
      {found.isError ? (
        <p role="alert" className="text-sm text-critical">
          The alerts could not be read. {messageOf(found.error)}
        </p>
      ) : !found.data ? (
        <Skeleton className="h-40" />
      ) : offered.length === 0 ? (
        <p className="py-4 text-sm text-muted">{words === '' ? 'No other alert is open.' : 'No other open alert matches.'}</p>
      ) : (
        <ul aria-label="Open alerts" className="max-h-80 divide-y overflow-y-auto rounded-base border">
          {offered.map((alert) => {
            const state = shownStateOf(alert);
            return (
              <li key={alert.id}>
                <label className="flex min-h-11 items-start gap-3 px-3 py-2 hover:bg-sunken">
                  <input
                    type="checkbox"
                    checked={chosen.includes(alert.id)}
                    onChange={(event) => setChosen(event.target.checked ? [...chosen, alert.id] : chosen.filter((each) => each !== alert.id))}
                    className="mt-1 size-4 shrink-0 accent-ink"
                  />
                  <SeverityMark severity={alert.severity} state={state} className="mt-1" />
                  <span className="min-w-0">
                    <span className="block text-sm break-words">{titleOf(alert)}</span>
                    <StateMark severity={alert.severity} state={state} />
                  </span>
                </label>
              </li>
            );
          })}
        </ul>
      )}
    </DialogForm>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { SelectField } from '@/components/ui/select-field';
import { isAppError } from '@/lib/errors';
import { changeImpact } from '@/lib/incidents/api';
import type { Impact, Incident } from '@/lib/incidents/schemas';
import { listServices } from '@/lib/services/api';
import { beganAt } from '../incident-words';
import { DialogForm } from './dialog-form';
import { useAct } from './use-act';

type ImpactRow = z.infer<typeof Impact>;

interface ImpactFormProps {
  incident: Incident;
  impact: readonly ImpactRow[];
  /** Null: another service. */
  row: ImpactRow | null;
  onClose: () => void;
}

/** Says from when to when and how badly a service was touched, with the reason; or goes back to what the checks say. */
export function ImpactForm({ incident, impact, row, onClose }: ImpactFormProps) {
  const services = useQuery({ queryKey: ['services', 'to choose from'], queryFn: ({ signal }) => callEndpoint(listServices, { query: { limit: 1_000 }, signal }), enabled: row === null });
  const offered = (services.data?.services ?? []).filter(({ id }) => !impact.some((each) => each.serviceId === id));
  const [serviceId, setServiceId] = useState(row?.serviceId ?? '');
  const chosen = serviceId || offered[0]?.id || '';
  const [from, setFrom] = useState(() => toLocalInput(row?.from ?? beganAt(incident)));
  const [isOngoing, setIsOngoing] = useState(row ? row.to === null : incident.times.resolved === null);
  const [to, setTo] = useState(() => toLocalInput(row?.to ?? incident.times.resolved ?? Date.now()));
  const [degree, setDegree] = useState<ImpactRow['degree']>(row?.degree ?? 'down');
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const said = impact.find((each) => each.serviceId === chosen) ?? null;
  // What was seen when the form was opened, until somebody was told that there is something newer.
  const [seenAt, setSeenAt] = useState(row?.editedAt ?? null);
  const save = useAct((back: boolean) => {
    const [begin, end] = [exact(from, row?.from), isOngoing ? null : exact(to, row?.to ?? undefined)];
    const range = back || begin === null ? null : { from: begin, to: end, degree };
    return callEndpoint(changeImpact, { params: { id: incident.id }, body: { serviceId: chosen, impact: range, reason: reason.trim(), editedAt: seenAt } });
  }, onClose);
  const isOvertaken = isAppError(save.error) && save.error.code === 'conflict' && said !== null && said.editedAt !== seenAt;
  const faults = { from: fromLocalInput(from) === null, to: !isOngoing && fromLocalInput(to) === null, order: !isOngoing && (fromLocalInput(to) ?? 0) < (fromLocalInput(from) ?? 0), reason: reason.trim() === '' };
  const submit = () => {
    setIsTried(true);
    if (!Object.values(faults).some(Boolean)) save.mutate(false);
  };
  const goBack = () => {
    setIsTried(true);
    if (!faults.reason) save.mutate(true);
  };
  return (
    <DialogForm submit="Save" isPending={save.isPending} isDisabled={chosen === ''} error={save.error} onSubmit={submit}>
      {row ? null : offered.length > 0 ? (
        <SelectField label="Service" value={chosen} onChange={setServiceId} options={offered.map(({ id, settings }) => ({ value: id, label: settings.name }))} />
      ) : (
        <p className="text-sm text-muted">{services.data ? 'Every service is in the list already.' : 'Reading the services'}</p>
      )}
      <Segmented label="How badly" className="self-start max-sm:self-stretch" value={degree} onChange={setDegree} options={[{ value: 'down', label: 'Down' }, { value: 'degraded', label: 'Degraded' }]} />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field label="From" type="datetime-local" value={from} error={isTried && faults.from ? 'Choose a day and a time.' : undefined} onChange={(event) => setFrom(event.target.value)} />
        <Field label="To" type="datetime-local" disabled={isOngoing} value={isOngoing ? '' : to} error={isTried && faults.to ? 'Choose a day and a time.' : isTried && faults.order ? 'It has to end after it begins.' : undefined} onChange={(event) => setTo(event.target.value)} />
      </div>
      <Check label="It goes on" checked={isOngoing} onChange={(event) => setIsOngoing(event.target.checked)} />
      <Field label="Reason" maxLength={500} value={reason} error={isTried && faults.reason ? 'Say why.' : undefined} onChange={(event) => setReason(event.target.value)} hint="Stands beside the figures, with your name on the timeline." />
      {isOvertaken ? (
        <Button
          disabled={save.isPending}
          onClick={() => {
            setSeenAt(said.editedAt);
            save.reset();
          }}
        >
          Keep what I wrote, and save it in place of that
        </Button>
      ) : null}
      {row?.source === 'person' ? (
        <Button disabled={save.isPending} onClick={goBack}>
          Back to what the checks say
        </Button>
      ) : null}
    </DialogForm>
  );
}

/** A field knows minutes: what was not touched keeps its seconds. */
function exact(text: string, before: number | undefined): number | null {
  return before !== undefined && toLocalInput(before) === text ? before : fromLocalInput(text);
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { checkStateWord } from '@/components/checks/check-words';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { SelectField } from '@/components/ui/select-field';
import { listChecks, readCheck } from '@/lib/checks/api';
import { messageOf } from '@/lib/errors';
import type { EvidenceRequest } from '@/lib/incidents/schemas';

interface EvidenceCheckFieldsProps {
  /** That the incident touches; their checks stand first. */
  services: readonly { id: string }[];
  onAsk: (request: EvidenceRequest | null) => void;
}

/** A check and one of its changes of state, with what it saw then. */
export function EvidenceCheckFields({ services, onAsk }: EvidenceCheckFieldsProps) {
  const zone = useZone() ?? 'UTC';
  const [checkId, setCheckId] = useState('');
  const [eventId, setEventId] = useState('');
  const checks = useQuery({ queryKey: ['checks', 'to choose from'], queryFn: ({ signal }) => callEndpoint(listChecks, { query: { limit: 1_000 }, signal }) });
  const check = useQuery({ queryKey: ['checks', 'events of', checkId], queryFn: ({ signal }) => callEndpoint(readCheck, { params: { id: checkId }, signal }), enabled: checkId !== '' });
  const isTouched = (serviceId: string | null) => services.some(({ id }) => id === serviceId);
  const offered = (checks.data?.checks ?? []).toSorted((a, b) => Number(isTouched(b.serviceId)) - Number(isTouched(a.serviceId)));
  const failure = checks.error ?? check.error;
  return (
    <>
      <SelectField
        label="Check"
        value={checkId}
        onChange={(id) => {
          setCheckId(id);
          setEventId('');
          onAsk(null);
        }}
        options={[{ value: '', label: checks.data ? (offered.length === 0 ? 'There is no check' : 'Choose a check') : 'Reading the checks' }, ...offered.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      {checkId === '' ? null : (
        <SelectField
          label="Change of state"
          value={eventId}
          onChange={(id) => {
            setEventId(id);
            onAsk(id === '' ? null : { kind: 'check_event', checkId, eventId: id });
          }}
          options={[
            { value: '', label: check.data ? (check.data.events.length === 0 ? 'It never changed its state' : 'Choose a change') : 'Reading what it saw' },
            ...(check.data?.events ?? []).map(({ id, at, to }) => ({ value: id, label: `${checkStateWord[to]}, ${formatAbsolute(at, zone)}` })),
          ]}
        />
      )}
      {failure ? (
        <p role="alert" className="text-xs text-critical">
          {messageOf(failure)}
        </p>
      ) : null}
    </>
  );
}

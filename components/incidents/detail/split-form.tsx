'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { alertsOf } from '@/components/alerts/alert-words';
import { callEndpoint } from '@/components/api-client';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { splitIncident } from '@/lib/incidents/api';
import type { Incident } from '@/lib/incidents/schemas';
import { useIncidentSeverities } from '../incident-queries';
import { DialogForm } from './dialog-form';
import { useAct } from './use-act';

interface SplitFormProps {
  incident: Incident;
  alertIds: string[];
  onClose: () => void;
}

/** Makes an incident of its own of some of the alerts, and goes there. */
export function SplitForm({ incident, alertIds, onClose }: SplitFormProps) {
  const router = useRouter();
  const severities = useIncidentSeverities();
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState(incident.severity);
  const split = useAct(
    () => callEndpoint(splitIncident, { params: { id: incident.id }, body: { alertIds, title: title.trim(), severity } }),
    ({ id }) => {
      onClose();
      router.push(`/incidents/${id}`);
    },
  );
  return (
    <DialogForm submit="Split off" isPending={split.isPending} isDisabled={title.trim() === ''} error={split.error} onSubmit={() => split.mutate(undefined)}>
      <p className="text-sm text-muted">{alertsOf(alertIds.length)} {alertIds.length === 1 ? 'leaves' : 'leave'} incident #{incident.number} and become{alertIds.length === 1 ? 's' : ''} an incident of {alertIds.length === 1 ? 'its' : 'their'} own. Both timelines say so.</p>
      <Field label="Title" data-first maxLength={200} placeholder="What is broken, in a few words" value={title} onChange={(event) => setTitle(event.target.value)} />
      <SelectField label="Severity" value={severity} onChange={setSeverity} options={severities.map(({ key, name }) => ({ value: key, label: name }))} />
    </DialogForm>
  );
}

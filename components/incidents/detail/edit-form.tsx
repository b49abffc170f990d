'use client';

import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { incidentLimits, type Incident } from '@/lib/incidents/schemas';
import { useIncidentSeverities } from '../incident-queries';
import { DialogForm } from './dialog-form';
import { editDraftOf, editFaults, editPatch, type EditDraft } from './edit-draft';
import { MarkdownField } from './markdown-field';
import type { IncidentChanges } from './use-change-incident';

interface EditFormProps {
  incident: Incident;
  changes: IncidentChanges;
  onClose: () => void;
}

/** Title, summary, severity, team and runbook; only what was changed is sent, from the version that it began with. */
export function EditForm({ incident, changes, onClose }: EditFormProps) {
  const [base] = useState(incident);
  const [draft, setDraft] = useState(() => editDraftOf(incident));
  const [isTried, setIsTried] = useState(false);
  const severities = useIncidentSeverities();
  const faults = isTried ? editFaults(draft) : {};
  const edit = (change: Partial<EditDraft>) => setDraft({ ...draft, ...change });
  const known = severities.map(({ key, name }) => ({ value: key, label: name }));
  const options = known.some(({ value }) => value === draft.severity) ? known : [{ value: draft.severity, label: draft.severity }, ...known];
  const submit = () => {
    setIsTried(true);
    if (Object.keys(editFaults(draft)).length > 0) return;
    const patch = editPatch(draft, base);
    if (Object.keys(patch).length === 0) onClose();
    else changes.change({ base, patch, refusal: 'It was not saved.', onDone: onClose });
  };
  return (
    <DialogForm submit="Save" isPending={changes.isPending} error={changes.error} onSubmit={submit}>
      <Field label="Title" data-first maxLength={200} value={draft.title} error={faults.title} onChange={(event) => edit({ title: event.target.value })} />
      <MarkdownField label="Summary" value={draft.summary} rows={6} maxLength={incidentLimits.comment} placeholder="What is known now: what users see, since when, what was tried" onChange={(summary) => edit({ summary })} />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <SelectField label="Severity" value={draft.severity} options={options} onChange={(severity) => edit({ severity })} />
        <Field label="Team" maxLength={100} value={draft.team} onChange={(event) => edit({ team: event.target.value })} />
      </div>
      <Field label="Runbook" type="url" inputMode="url" placeholder="https://" maxLength={2_000} value={draft.runbookUrl} error={faults.runbookUrl} onChange={(event) => edit({ runbookUrl: event.target.value })} />
    </DialogForm>
  );
}

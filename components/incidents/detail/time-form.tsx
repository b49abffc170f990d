'use client';

import { useState } from 'react';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident, Milestone } from '@/lib/incidents/schemas';
import { milestoneWord } from '../incident-words';
import { DialogForm } from './dialog-form';
import type { IncidentChanges } from './use-change-incident';

interface TimeFormProps {
  incident: Incident;
  milestone: Milestone;
  changes: IncidentChanges;
  onClose: () => void;
}

/** Corrects one of the times, with the reason; the timeline keeps that it was corrected. */
export function TimeForm({ incident, milestone, changes, onClose }: TimeFormProps) {
  const [base] = useState(incident);
  const before = base.times[milestone];
  const [text, setText] = useState(() => toLocalInput(before ?? Date.now()));
  const [isTakenOut, setIsTakenOut] = useState(false);
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const canTakeOut = before !== null && milestone !== 'started' && (milestone !== 'resolved' || isOpen(base.state));
  const at = fromLocalInput(text);
  const submit = () => {
    setIsTried(true);
    if (reason.trim() === '' || (at === null && !isTakenOut)) return;
    changes.change({ base, patch: { times: { [milestone]: isTakenOut ? null : at } }, note: reason.trim(), refusal: 'The time was not corrected.', onDone: onClose });
  };
  return (
    <DialogForm submit="Correct the time" isPending={changes.isPending} error={changes.error} onSubmit={submit}>
      <Field label={milestoneWord[milestone]} type="datetime-local" data-first disabled={isTakenOut} value={text} error={isTried && at === null && !isTakenOut ? 'Choose a day and a time.' : undefined} onChange={(event) => setText(event.target.value)} hint="In your time zone." />
      {canTakeOut ? <Check label="It is not known" checked={isTakenOut} onChange={(event) => setIsTakenOut(event.target.checked)} /> : null}
      <Field label="Reason" maxLength={500} value={reason} error={isTried && reason.trim() === '' ? 'Say why.' : undefined} onChange={(event) => setReason(event.target.value)} hint="Stands on the timeline with your name." />
    </DialogForm>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { policiesQuery } from '@/components/alerts/on-call/on-call-queries';
import { callEndpoint } from '@/components/api-client';
import { cn } from '@/components/ui/cn';
import { SelectField } from '@/components/ui/select-field';
import { pageIncident } from '@/lib/incidents/api';
import { isOpen } from '@/lib/incidents/life-cycle';
import { openStates, type Incident, type IncidentState } from '@/lib/incidents/schemas';
import { incidentStateMeaning, incidentStateWord } from '../incident-words';
import { incidentStateIcon } from '../state-mark';
import { DialogForm } from './dialog-form';
import { MarkdownField } from './markdown-field';
import { useAct } from './use-act';
import type { IncidentChanges } from './use-change-incident';

interface StateFormProps {
  incident: Incident;
  changes: IncidentChanges;
  onClose: () => void;
}

/** The states that it can go to from where it is, in their order. */
export function nextStates(state: IncidentState): IncidentState[] {
  if (isOpen(state)) return [...openStates, 'resolved' as const].filter((each) => each !== state);
  return state === 'resolved' ? ['reviewed', ...openStates] : [...openStates];
}

/** Another state, with why. What is over can be opened again. */
export function StateForm({ incident, changes, onClose }: StateFormProps) {
  const [base] = useState(incident);
  const choices = nextStates(base.state);
  const [to, setTo] = useState<IncidentState>(() => likelyNext(base.state));
  const [note, setNote] = useState('');
  const isReopening = !isOpen(base.state) && isOpen(to);
  const policies = useQuery({ ...policiesQuery(), enabled: !isOpen(base.state) }).data?.policies ?? [];
  const [policyId, setPolicyId] = useState('');
  const [isOpened, setIsOpened] = useState(false);
  const page = useAct(() => callEndpoint(pageIncident, { params: { id: base.id }, body: { policyId } }), onClose);

  function submit() {
    if (isOpened) {
      page.mutate(undefined);
      return;
    }
    const isPaging = isReopening && policyId !== '';
    const onDone = () => {
      if (!isPaging) return onClose();
      setIsOpened(true);
      page.mutate(undefined);
    };
    changes.change({ base, patch: { state: to }, note: note.trim() || undefined, refusal: 'The state was not changed.', onDone });
  }

  return (
    <DialogForm
      submit={isOpened ? 'Page' : isReopening ? 'Open it again' : to === 'resolved' ? 'Resolve' : `Set to ${incidentStateWord[to].toLowerCase()}`}
      isPending={changes.isPending || page.isPending}
      error={page.error ?? changes.error}
      onSubmit={submit}
    >
      <fieldset disabled={isOpened} className="flex min-w-0 flex-col gap-2">
        <legend className="mb-2 text-sm text-muted">It is {incidentStateWord[base.state].toLowerCase()} now.</legend>
        {choices.map((state) => {
          const Icon = incidentStateIcon[state];
          return (
            <label key={state} className={cn('flex min-h-11 items-center gap-3 rounded-base border px-3 py-2 has-focus-visible:outline-2', to === state ? 'border-ink bg-sunken' : 'bg-surface hover:bg-sunken')}>
              <input type="radio" name="state" value={state} checked={to === state} onChange={() => setTo(state)} className="size-4 shrink-0 accent-ink" aria-describedby={`state-${state}`} />
              <Icon aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="min-w-0">
                <span className="block text-sm font-medium">{incidentStateWord[state]}</span>
                <span id={`state-${state}`} aria-hidden className="block text-xs text-muted">
                  {incidentStateMeaning[state]}
                </span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <MarkdownField label={isReopening ? 'Why' : 'Note'} value={note} rows={2} maxLength={2_000} placeholder={isReopening ? 'What came back' : 'What is known now'} hint="For the timeline; it may stay empty." onChange={setNote} />
      {isReopening ? (
        <div className="flex min-w-0 flex-col gap-1">
          <SelectField label="Page" value={policyId} onChange={setPolicyId} options={[{ value: '', label: 'Nobody' }, ...policies.map(({ id, settings }) => ({ value: id, label: settings.name }))]} />
          <p className="text-xs text-muted">Opening it again pages nobody by itself.</p>
        </div>
      ) : null}
    </DialogForm>
  );
}

function likelyNext(state: IncidentState): IncidentState {
  const next: Record<IncidentState, IncidentState> = { investigating: 'identified', identified: 'monitoring', monitoring: 'resolved', resolved: 'investigating', reviewed: 'investigating' };
  return next[state];
}

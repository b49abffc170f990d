'use client';

import { Plus, X } from 'lucide-react';
import Link from 'next/link';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import { createPolicy, readPolicy as readPolicyEndpoint, updatePolicy } from '@/lib/alerts/on-call/api';
import type { PolicyView, ScheduleView } from '@/lib/alerts/on-call/schemas';
import type { FieldIssue } from '@/lib/errors';
import type { PersonChoice } from './layer-fields';
import { Overtaken } from '@/components/ui/overtaken';
import { draftOfPolicy, newPolicy, newStep, readPolicy, type StepDraft } from './policy-draft';
import { policyInWords, targetNames } from './policy-words';
import { useStoredForm } from './use-stored-form';

interface PolicyFormProps {
  /** Null for a new one. */
  policy: PolicyView | null;
  people: readonly PersonChoice[];
  schedules: readonly ScheduleView[];
  channels: readonly ChannelView[];
}

interface Choice {
  value: string;
  label: string;
}

interface Choices {
  title: string;
  options: readonly Choice[];
}

/** Who is told step by step until somebody acknowledges. */
export function PolicyForm({ policy, people, schedules, channels }: PolicyFormProps) {
  const { form, base, theirs, draft, issues, save, edit, settle, submit } = useStoredForm({
    stored: policy,
    begin: () => (policy ? draftOfPolicy(policy.settings) : newPolicy),
    read: readPolicy,
    store: (from, settings) => (from ? callEndpoint(updatePolicy, { params: { id: from.id }, body: { version: from.version, policy: settings } }) : callEndpoint(createPolicy, { body: settings })),
    load: (id) => callEndpoint(readPolicyEndpoint, { params: { id } }),
    listPath: '/on-call/policies',
  });
  const setStep = (at: number, change: Partial<StepDraft>) => edit({ steps: draft.steps.map((step, index) => (index === at ? { ...step, ...change } : step)) });
  const choices: Choices[] = [
    { title: 'Who is on call in', options: schedules.map(({ id, settings }) => ({ value: `schedule:${id}`, label: settings.name })) },
    { title: 'People', options: people.map(({ id, name }) => ({ value: `user:${id}`, label: name })) },
    { title: 'Channels', options: channels.map(({ id, name }) => ({ value: `channel:${id}`, label: name })) },
  ];
  const { settings } = readPolicy({ ...draft, name: draft.name.trim() || 'Policy' });
  const canReachPeople = channels.some(({ isPersonal, isEnabled }) => isPersonal && isEnabled);
  return (
    <form
      ref={form}
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {theirs ? <Overtaken thing="policy" onTakeTheirs={() => settle(draftOfPolicy(theirs.settings))} onKeepMine={() => settle(draft)} /> : null}
      {canReachPeople ? null : (
        <p className="rounded-base border border-warning-fill bg-warning-soft px-4 py-2 text-sm">
          No channel can reach a person yet: people and those on call are told by email or in their browsers.{' '}
          <Link href="/notifications/channels/new" className="underline underline-offset-2">
            Add such a channel
          </Link>
        </p>
      )}
      <div className="rounded-base border bg-surface p-4">
        <Field label="Name" value={draft.name} maxLength={200} autoComplete="off" placeholder="Primary" error={issueAt(issues, 'name')} onChange={(event) => edit({ name: event.target.value })} />
      </div>
      {draft.steps.map((step, index) => (
        <StepFields
          key={index}
          step={step}
          index={index}
          issues={issues}
          choices={choices}
          isOnly={draft.steps.length === 1}
          onChange={(change) => setStep(index, change)}
          onRemove={() => edit({ steps: draft.steps.filter((_, at) => at !== index) })}
        />
      ))}
      <Button className="self-start" onClick={() => edit({ steps: [...draft.steps, newStep] })}>
        <Plus aria-hidden className="size-4" />
        Add a step
      </Button>
      <div className="grid min-w-0 grid-cols-2 items-start gap-4 rounded-base border bg-surface p-4">
        <Field label="Repeat all steps, times" inputMode="numeric" value={draft.repeats} autoComplete="off" error={issueAt(issues, 'repeats')} hint="While nobody acknowledges." onChange={(event) => edit({ repeats: event.target.value })} />
        <Field label="Repeat after" value={draft.repeatAfter} autoComplete="off" error={issueAt(issues, 'repeatAfterMs')} hint="After the last step, such as 30m." onChange={(event) => edit({ repeatAfter: event.target.value })} />
      </div>
      <p role="status" aria-label="The policy in words" className="text-sm break-words">
        {settings ? policyInWords(settings, targetNames(people, schedules, channels)) : ''}
      </p>
      <FormRefusal issues={issues} error={theirs ? null : save.error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null}>
          {base ? 'Save the policy' : 'Create the policy'}
        </Button>
        <Link href="/on-call/policies" className={buttonStyle({ look: 'quiet', size: 'large' })}>
          Cancel
        </Link>
      </div>
    </form>
  );
}

interface StepFieldsProps {
  step: StepDraft;
  index: number;
  issues: readonly FieldIssue[];
  choices: readonly Choices[];
  isOnly: boolean;
  onChange: (change: Partial<StepDraft>) => void;
  onRemove: () => void;
}

function StepFields({ step: { after, targets }, index, issues, choices, isOnly, onChange, onRemove }: StepFieldsProps) {
  const error = issueAt(issues, `steps.${index}.targets`);
  const labelOf = (key: string) => {
    const group = choices.find(({ options }) => options.some(({ value }) => value === key));
    const label = group?.options.find(({ value }) => value === key)?.label ?? 'Gone';
    return key.startsWith('schedule:') ? `Whoever is on call in ${label}` : label;
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-base border bg-surface p-4">
      <legend className="sr-only">Step {index + 1}</legend>
      <div className="flex items-end gap-2">
        <Field
          label={`Step ${index + 1} begins after`}
          className="flex-1 sm:max-w-72"
          value={after}
          autoComplete="off"
          error={issueAt(issues, `steps.${index}.afterMs`)}
          onChange={(event) => onChange({ after: event.target.value })}
        />
        <span className="flex h-11 min-w-0 flex-1 items-center text-xs text-muted">{index === 0 ? 'from the first message on' : 'from the step before, unless somebody acknowledges'}</span>
        {isOnly ? null : (
          <Button look="quiet" size="icon" className="sm:size-11" aria-label={`Remove step ${index + 1}`} onClick={onRemove}>
            <X aria-hidden className="size-4" />
          </Button>
        )}
      </div>
      <ul className="flex min-w-0 flex-wrap gap-2">
        {targets.map((key) => (
          <li key={key} className="flex max-w-full min-w-0 items-center rounded-base bg-sunken pl-3 text-sm">
            <span className="min-w-0 truncate">{labelOf(key)}</span>
            <Button look="quiet" size="icon" aria-label={`Remove ${labelOf(key)} from step ${index + 1}`} onClick={() => onChange({ targets: targets.filter((each) => each !== key) })}>
              <X aria-hidden className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
      <select
        aria-label={`Tell in step ${index + 1}`}
        aria-invalid={error ? true : undefined}
        value=""
        onChange={(event) => onChange({ targets: [...targets, event.target.value] })}
        className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:max-w-72 sm:text-sm"
      >
        <option value="">Add who is told</option>
        {choices.map(({ title, options }) => {
          const left = options.filter(({ value }) => !targets.includes(value));
          return left.length === 0 ? null : (
            <optgroup key={title} label={title}>
              {left.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
          );
        })}
      </select>
      {error ? <p className="text-xs text-critical">{error}</p> : null}
    </fieldset>
  );
}

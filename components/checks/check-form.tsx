'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { fieldsOf, type ChannelField } from '@/components/alerts/notify/channel-fields';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { ComboField } from '@/components/alerts/rules/combo-field';
import { callEndpoint } from '@/components/api-client';
import { Columns, Section } from '@/components/scrape/job-form-parts';
import { allServicesQuery } from '@/components/services/service-queries';
import { useServiceNames } from '@/components/services/use-service-names';
import { Button, buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { DraftConflict } from '@/components/ui/draft-conflict';
import { Field } from '@/components/ui/field';
import { Locked } from '@/components/ui/managed';
import { SelectField } from '@/components/ui/select-field';
import { useOvertaken } from '@/components/ui/use-overtaken';
import { createCheck, readCheck, tryCheck, updateCheck } from '@/lib/checks/api';
import type { CheckKindView, CheckView } from '@/lib/checks/schemas';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { draftOfCheck, nameOfDraft, newCheck, readCheckDraft, type CheckFormDraft } from './check-draft';
import { CheckFieldInput } from './check-field-input';
import { checksKey } from './check-queries';
import { isShort, partsOfForm, summaryOf } from './form-parts';
import { PaceFields } from './pace-fields';
import { TryPanel } from './try-panel';
import { tryTimeoutMs } from './use-check-actions';

interface CheckFormProps {
  kind: CheckKindView;
  /** Null for a new one. */
  check: CheckView | null;
  /** The service that a new one is for; empty for none. */
  serviceId: string;
}

type Input = NonNullable<ReturnType<typeof readCheckDraft>['input']>;

const intervals = ['1s', '5s', '10s', '20s', '30s', '1m', '5m', '15m', '1h', '1d'].map((value) => ({ value }));

/** A check: what it looks at comes from the schema of its kind. It is tried before it is saved. */
export function CheckForm({ kind, check, serviceId }: CheckFormProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => (check ? draftOfCheck(kind, check) : newCheck(kind, serviceId)));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [isOld, setIsOld] = useState(false);
  const { base, theirs, look, settle } = useOvertaken(check, async ({ id }) => (await callEndpoint(readCheck, { params: { id } })).check);
  const secretsSet = base?.secretsSet ?? [];
  const isAsked = kind.kind !== 'heartbeat';
  // Synchronises the browser's focus with what is wrong.
  useEffect(() => {
    if (issues.length > 0 || theirs) focusFirstFault(form.current);
  }, [issues, theirs]);
  const refuse = (error: unknown) => setIssues(isAppError(error) ? firstOfEach(error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^(?:body\.)?check\./, '') }))) : []);
  const save = useMutation({
    mutationFn: (input: Input) => (base ? callEndpoint(updateCheck, { params: { id: base.id }, body: { version: base.version, check: input } }) : callEndpoint(createCheck, { body: input })),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: checksKey });
      router.push(`/checks/${id}`);
    },
    onError: (error) => {
      refuse(error);
      return look(error);
    },
  });
  const trial = useMutation({
    mutationFn: async (input: Input) => ({ result: await callEndpoint(tryCheck, { body: { check: input, id: check?.id }, timeoutMs: tryTimeoutMs }), atMs: Date.now() }),
    onMutate: () => setIsOld(false),
    onSettled: () => document.getElementById('tried')?.scrollIntoView({ block: 'nearest' }),
    onError: refuse,
  });
  const send = (by: typeof save.mutate | typeof trial.mutate) => {
    const read = readCheckDraft(kind, draft, secretsSet);
    setIssues(read.issues);
    save.reset();
    if (read.input) by(read.input);
  };
  const nameOf = useServiceNames();
  const withNames = ({ isNameTyped: _, ...each }: CheckFormDraft) => ({ ...each, serviceId: each.serviceId && nameOf(each.serviceId) });
  const edit = (change: Partial<CheckFormDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setIssues([]);
    setIsOld(true);
  };
  const show = (field: ChannelField) => (
    <CheckFieldInput
      key={field.path}
      field={field}
      value={draft.values[field.path] ?? ''}
      isSet={field.part === 'secrets' && secretsSet.includes(field.name)}
      isRemoved={draft.removed.includes(field.path)}
      error={issueAt(issues, field.path)}
      onChange={(value) => edit({ values: { ...draft.values, [field.path]: value }, removed: draft.removed.filter((path) => path !== field.path) })}
      onRemove={(isRemoved) => edit({ removed: isRemoved ? [...draft.removed, field.path] : draft.removed.filter((path) => path !== field.path) })}
    />
  );
  const parts = partsOfForm(fieldsOf(kind), draft.values);
  const isFaulty = (fields: readonly ChannelField[]) => fields.some(({ path }) => issueAt(issues, path) !== undefined);
  return (
    <form
      ref={form}
      noValidate
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
      onSubmit={(event) => {
        event.preventDefault();
        send(save.mutate);
      }}
    >
      <div className="min-w-0 rounded-base border bg-surface">
        <Locked section="checks">
          <div className="flex flex-col gap-4 p-4">
            <p className="text-sm text-muted">{kind.summary}.</p>
            {parts.target.map(show)}
            <Columns>
              <Field label="Name" value={nameOfDraft(kind, draft)} maxLength={200} autoComplete="off" hint={draft.isNameTyped ? undefined : 'Follows what is looked at, until you type one.'} error={issueAt(issues, 'name')} onChange={(event) => edit({ name: event.target.value, isNameTyped: true })} />
              <ServiceSelect value={draft.serviceId} onChange={(next) => edit({ serviceId: next })} />
              {isAsked ? <ComboField label="Every" value={draft.interval} options={intervals} hint="How often it looks, from 1s to 1d." error={issueAt(issues, 'intervalMs')} onChange={(interval) => edit({ interval })} /> : null}
              {parts.short.map(show)}
            </Columns>
            {parts.long.map(show)}
          </div>
          {parts.expected.length > 0 ? (
            <Section title="What it asks and expects" summary={summaryOf(parts.expected, draft.values)} isOpen={isFaulty(parts.expected)}>
              <Columns>{parts.expected.filter(isShort).map(show)}</Columns>
              {parts.expected.filter((field) => !isShort(field)).map(show)}
            </Section>
          ) : null}
          {parts.folded.length > 0 ? (
            <Section title="More" summary={parts.folded.map(({ title }) => title.toLowerCase()).join(', ')} isOpen={isFaulty(parts.folded)}>
              {parts.folded.map(show)}
            </Section>
          ) : null}
          <PaceFields draft={draft} issues={issues} isAsked={isAsked} onChange={edit} />
        </Locked>
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:row-span-2">
        {isAsked ? (
          <TryPanel tried={trial.data} isTrying={trial.isPending} error={issues.length > 0 ? null : trial.error} isOld={isOld} />
        ) : (
          <p className="rounded-base border bg-surface p-4 text-sm text-muted">When it is saved, its page shows the address that your job calls, with a line for a crontab.</p>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {theirs ? (
          <DraftConflict
            thing="check"
            mine={withNames(draft)}
            theirs={withNames(draftOfCheck(kind, theirs))}
            names={{ interval: 'Every', serviceId: 'Service', ...Object.fromEntries(fieldsOf(kind).map(({ path, title }) => [`values.${path}`, title])) }}
            onSettle={(side) => {
              if (side === 'theirs') setDraft(draftOfCheck(kind, theirs));
              settle();
              save.reset();
            }}
          />
        ) : (
          <FormRefusal issues={issues} error={save.error} />
        )}
        <div className="flex flex-wrap gap-2">
          {isAsked ? (
            <Button size="large" pending={trial.isPending} onClick={() => send(trial.mutate)} className="max-sm:flex-1">
              {trial.isPending ? null : <FlaskConical aria-hidden className="size-4" />}
              Try
            </Button>
          ) : null}
          <Locked section="checks">
            <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null} className="whitespace-nowrap max-sm:flex-1">
              {check ? 'Save the check' : 'Create the check'}
            </Button>
          </Locked>
          <Link href={check ? `/checks/${check.id}` : serviceId ? `/services/${serviceId}` : '/checks'} className={cn(buttonStyle({ look: 'quiet', size: 'large' }), 'max-sm:basis-full')}>
            Cancel
          </Link>
        </div>
      </div>
    </form>
  );
}


/** One thing at a time is wrong with a field. */
function firstOfEach(issues: readonly FieldIssue[]): FieldIssue[] {
  return issues.filter(({ path }, index) => issues.findIndex((each) => each.path === path) === index);
}

function ServiceSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { data } = useQuery(allServicesQuery());
  const known = (data?.services ?? []).map(({ id, settings }) => ({ value: id, label: settings.name }));
  const options = [{ value: '', label: 'None' }, ...known.sort((a, b) => a.label.localeCompare(b.label, 'en'))];
  if (value !== '' && !known.some((each) => each.value === value)) options.push({ value, label: data ? 'A service that is gone' : 'Reading the services' });
  return <SelectField label="Service" options={options} value={value} onChange={onChange} />;
}

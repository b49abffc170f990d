'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Section } from '@/components/scrape/job-form-parts';
import { useNewZone } from '@/components/time/organisation';
import { Button, buttonStyle } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Managed } from '@/components/ui/managed';
import { AppError, isAppError, messageOf, type FieldIssue } from '@/lib/errors';
import { createObjective, readObjective, updateObjective } from '@/lib/sla/api';
import type { ObjectiveInput, ObjectiveView } from '@/lib/sla/schemas';
import { CountingFields } from './counting-fields';
import { draftOfObjective, emptyObjective, nameOfDraft, readObjectiveDraft, windowOf, type ObjectiveDraft } from './objective-draft';
import { besidePath, noBeside, readBeside } from './objective-draft-beside';
import { ObjectiveConflict } from './objective-conflict';
import { LatencyBeside } from './objective-form-latency';
import { countingWords } from './objective-words';
import { ServiceField } from './service-field';
import { SliFields } from './sli-fields';
import { serviceChoicesQuery, slaKey } from './sla-queries';
import { TargetFields } from './target-fields';

interface ObjectiveFormProps {
  /** Null for a new one. */
  objective: ObjectiveView | null;
  /** The service of a new one, where it is known already. */
  serviceId?: string;
}

/** The fields as the form calls them. */
const fieldNames: Readonly<Record<string, string>> = {
  serviceId: 'Service', name: 'Name', target: 'Target', timeZone: 'Time zone', 'sli.checkIds': 'Checks', 'sli.checkId': 'Check', 'sli.thresholdMs': 'Fast enough up to', 'sli.good': 'Good events', 'sli.total': 'All events',
  [`${besidePath}sli.checkId`]: 'Timed check', [`${besidePath}sli.thresholdMs`]: 'Within', [`${besidePath}name`]: 'Response time',
};

/** A new objective, or a stored one. What is wrong is told in words at its field, by the form and by the server alike. */
export function ObjectiveForm({ objective, serviceId = '' }: ObjectiveFormProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const zone = useNewZone() ?? 'UTC';
  const [draft, setDraft] = useState<ObjectiveDraft>(() => (objective ? draftOfObjective(objective.settings) : emptyObjective('', serviceId)));
  const [beside, setBeside] = useState(noBeside);
  const [base, setBase] = useState(objective);
  const [theirs, setTheirs] = useState<ObjectiveView | null>(null);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const services = useQuery(serviceChoicesQuery());
  const serviceName = services.data?.services.find(({ id }) => id === draft.serviceId)?.settings.name ?? base?.serviceName;
  // The zone of the browser is not known while the page is made on the server.
  const whole = draft.timeZone === '' && !base ? { ...draft, timeZone: zone } : draft;

  const save = useMutation({
    mutationFn: async ({ input, latency }: { input: ObjectiveInput; latency: ObjectiveInput | null }) => {
      const saved = await (base ? callEndpoint(updateObjective, { params: { id: base.id }, body: { version: base.version, objective: input } }) : callEndpoint(createObjective, { body: input }));
      if (latency) {
        // The first is there, whatever comes of the second: it is not made again.
        setBase(saved);
        setDraft((before) => ({ ...before, timeZone: before.timeZone || saved.settings.timeZone }));
        void queries.invalidateQueries({ queryKey: slaKey });
        await callEndpoint(createObjective, { body: latency }).catch(refuseBeside);
      }
      return saved;
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: slaKey });
      router.push(`/sla/${id}`);
    },
    onError: async (error) => {
      refuse(isAppError(error) ? error.issues.map(({ path, message }) => ({ path: path.replace(/^body\.(?:objective\.)?/, ''), message })) : []);
      if (base && isAppError(error) && error.code === 'conflict') setTheirs((await callEndpoint(readObjective, { params: { id: base.id } }).catch(() => null))?.objective ?? null);
    },
  });

  function refuse(found: readonly FieldIssue[]) {
    setIssues(found);
    focusFirstFault(form.current);
  }

  function edit(change: Partial<ObjectiveDraft>) {
    setDraft((before) => ({ ...before, ...change }));
    if (change.serviceId !== undefined) setBeside(noBeside);
    changed();
  }

  function changed() {
    if (issues.length > 0) setIssues([]);
    if (save.isError && !theirs) save.reset();
  }

  function editBeside(change: Partial<typeof beside>) {
    setBeside((before) => ({ ...before, ...change }));
    changed();
  }

  const settle = (kept: ObjectiveDraft) => {
    setDraft(kept);
    setBase(theirs);
    setTheirs(null);
    save.reset();
  };
  const fields = { draft: whole, issues, onChange: edit };
  return (
    <form
      ref={form}
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const read = readObjectiveDraft(whole, serviceName);
        const latency = readBeside(beside, whole, serviceName);
        if (read.input && latency.issues.length === 0) save.mutate({ input: read.input, latency: latency.input });
        else refuse([...read.issues, ...latency.issues]);
      }}
    >
      <Managed section="objectives">
        {theirs ? <ObjectiveConflict mine={whole} theirs={theirs} onTakeTheirs={() => settle(draftOfObjective(theirs.settings))} onKeepMine={() => settle(whole)} /> : null}
        <div className="min-w-0 overflow-hidden rounded-base border bg-surface">
          <div className="flex flex-col gap-5 p-4">
            <ServiceField draft={whole} services={services.data?.services ?? []} isLoading={services.isPending} error={issueAt(issues, 'serviceId')} onChange={edit} />
            <SliFields {...fields} serviceName={serviceName} />
            <TargetFields {...fields} />
            {!objective && whole.kind === 'checks' && whole.serviceId !== '' ? <LatencyBeside serviceId={whole.serviceId} draft={beside} issues={issues} onChange={editBeside} /> : null}
            <Field
              label="Name"
              autoComplete="off"
              maxLength={200}
              value={nameOfDraft(whole, serviceName)}
              placeholder="Named after its service"
              error={issueAt(issues, 'name')}
              onChange={(event) => edit({ name: event.target.value })}
            />
          </div>
          <Section title={whole.kind === 'checks' ? 'Counting' : 'Time zone'} summary={whole.kind === 'checks' ? `${countingWords(whole.counting)} · ${whole.timeZone}` : whole.timeZone} isOpen={issueAt(issues, 'timeZone') !== undefined || issueAt(issues, 'counting') !== undefined}>
            <CountingFields {...fields} isCalendar={windowOf(whole.window).kind === 'calendar'} />
          </Section>
        </div>
        {theirs ? null : <FormRefusal issues={issues.map(({ path, message }) => ({ path: fieldNames[path] ?? path, message }))} error={save.error} />}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" size="large" pending={save.isPending}>
            {base ? 'Save the objective' : beside.isWanted && whole.kind === 'checks' ? 'Create both objectives' : 'Create the objective'}
          </Button>
          <Link href={base ? `/sla/${base.id}` : '/sla'} className={buttonStyle({ look: 'quiet', size: 'large' })}>
            Cancel
          </Link>
        </div>
      </Managed>
    </form>
  );
}

/** Says which of both was refused: the other was made. It is no conflict with what the form shows. */
function refuseBeside(error: unknown): never {
  const issues = isAppError(error) ? error.issues.map(({ path, message }) => ({ path: `body.objective.${besidePath}${path.replace(/^body\.(?:objective\.)?/, '')}`, message })) : [];
  throw new AppError(issues.length > 0 ? 'invalid' : 'unavailable', `The objective of the uptime was created, the one of the response time was not: ${messageOf(error)}`, { issues });
}

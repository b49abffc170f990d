'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { alertsKey } from '@/components/alerts/alert-queries';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { policiesQuery } from '@/components/alerts/on-call/on-call-queries';
import { ProseField } from '@/components/alerts/prose-field';
import type { WholeGroup } from '@/components/alerts/row-actions';
import { toLocalInput } from '@/components/alerts/suppression/local-input';
import { idsOf } from '@/components/alerts/use-alert-actions';
import { usePeople } from '@/components/alerts/use-people';
import type { Viewer } from '@/components/alerts/viewer';
import { callEndpoint } from '@/components/api-client';
import { incidentsKey } from '@/components/incidents/incident-queries';
import { allServicesQuery } from '@/components/services/service-queries';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { AlertView } from '@/lib/alerts/schemas';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { declareIncident } from '@/lib/incidents/api';
import { incidentLimits, type IncidentSeverity } from '@/lib/incidents/schemas';
import { firstStart, newIncident, offeredSeverity, pagingWords, readDeclaration, servicesOfAlerts, type DeclareDraft } from './declare-draft';
import { ServicePicker } from './service-picker';
import { SeverityChoice } from './severity-choice';

interface DeclareFormProps {
  viewer: Viewer;
  alerts: readonly AlertView[];
  whole: WholeGroup | undefined;
  severities: readonly IncidentSeverity[];
  /** Called before the page of the incident opens. */
  onDone: () => void;
}

/** What is broken and how badly; the rest has an answer that holds unless it is changed. */
export function DeclareForm({ viewer, alerts, whole, severities, onDone }: DeclareFormProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<DeclareDraft>(() => newIncident(viewer.id, alerts));
  const [openedMs] = useState(Date.now);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const people = usePeople(viewer);
  const serviceList = useQuery(allServicesQuery());
  const policies = useQuery(policiesQuery()).data?.policies ?? [];
  const services = (serviceList.data?.services ?? []).map(({ id, settings }) => ({ id, name: settings.name }));
  const severity = draft.severity ?? offeredSeverity(severities, alerts);
  const serviceIds = draft.serviceIds ?? servicesOfAlerts(services, alerts);
  const chosen = severities.find(({ key }) => key === severity);
  const lead = draft.leadId === viewer.id ? 'you' : draft.leadId === '' ? '' : (people.find(({ id }) => id === draft.leadId)?.name ?? 'somebody');
  const policyNames = new Map(policies.map(({ id, settings }) => [id, settings.name]));
  const declare = useMutation({
    mutationFn: async (body: NonNullable<ReturnType<typeof readDeclaration>['body']>) =>
      callEndpoint(declareIncident, { body: whole ? { ...body, alertIds: (await idsOf(whole, 'open')).slice(0, incidentLimits.alerts) } : body }),
    onSuccess: async ({ id }) => {
      onDone();
      router.push(`/incidents/${id}`);
      await Promise.all([queries.invalidateQueries({ queryKey: incidentsKey }), queries.invalidateQueries({ queryKey: alertsKey })]);
    },
    onError: (error) => refuse(isAppError(error) ? error.issues : []),
  });

  function refuse(found: readonly FieldIssue[]) {
    setIssues(found);
    focusFirstFault(form.current);
  }

  function edit(change: Partial<DeclareDraft>) {
    setDraft((before) => ({ ...before, ...change }));
    if (issues.length > 0) setIssues([]);
    if (declare.isError) declare.reset();
  }

  return (
    <form
      ref={form}
      noValidate
      className="flex min-w-0 flex-col gap-4"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (declare.isPending) return;
        const read = readDeclaration(draft, { severity, serviceIds, alertIds: alerts.map(({ id }) => id), nowMs: Date.now() });
        if (read.body) declare.mutate(read.body);
        else refuse(read.issues);
      }}
    >
      <Field label="What is broken" data-first autoComplete="off" maxLength={200} placeholder="Checkout answers with errors" value={draft.title} error={issueAt(issues, 'title')} onChange={(event) => edit({ title: event.target.value })} />
      <SeverityChoice severities={severities} value={severity} error={issueAt(issues, 'severity')} onChange={(key) => edit({ severity: key })} />
      <ServicePicker label="Services" hint="That it touches. Their alerts join it while it is open." services={services} isLoading={serviceList.isPending} chosen={serviceIds} onChange={(next) => edit({ serviceIds: next })} />
      <div className="grid min-w-0 grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <SelectField
          label="Lead"
          value={draft.leadId}
          onChange={(leadId) => edit({ leadId })}
          options={[...people.map(({ id, name }) => ({ value: id, label: id === viewer.id ? `${name} (you)` : name })), { value: '', label: 'Nobody yet' }]}
        />
        <Field
          label="Started at"
          type="datetime-local"
          value={draft.startedAt ?? toLocalInput(firstStart(alerts) ?? openedMs)}
          error={issueAt(issues, 'startedAt')}
          hint={alerts.length === 0 ? 'Now, unless you change it.' : 'When the first of the alerts began, unless you change it.'}
          onChange={(event) => edit({ startedAt: event.target.value })}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <SelectField
          label="Whom to page"
          value={draft.policy}
          onChange={(policy) => edit({ policy })}
          options={[{ value: 'severity', label: 'As its severity says' }, ...policies.map(({ id, settings }) => ({ value: id, label: settings.name })), { value: 'nobody', label: 'Nobody' }]}
        />
        <p role="status" className="text-xs text-muted">
          {pagingWords(draft.policy, chosen, policyNames, lead)}
        </p>
      </div>
      <ProseField label="What is known (Markdown)" rows={3} maxLength={10_000} value={draft.summary} error={issueAt(issues, 'summary')} onChange={(event) => edit({ summary: event.target.value })} />
      <FormRefusal issues={issues} error={declare.error} />
      <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-3 border-t bg-surface px-4 py-3">
        <Button type="submit" look="primary" size="large" className="max-sm:flex-1" aria-keyshortcuts="Control+Enter" pending={declare.isPending}>
          Declare the incident
        </Button>
        <span className="text-xs text-muted max-sm:hidden">Ctrl+Enter</span>
      </div>
    </form>
  );
}

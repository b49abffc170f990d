'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { PairRows } from '@/components/alerts/rules/pair-rows';
import { callEndpoint } from '@/components/api-client';
import { CannotShow } from '@/components/checks/list-parts';
import { Columns, Section } from '@/components/scrape/job-form-parts';
import { Button, buttonStyle } from '@/components/ui/button';
import { DraftConflict } from '@/components/ui/draft-conflict';
import { Field } from '@/components/ui/field';
import { Locked, ManagedNotice } from '@/components/ui/managed';
import { SelectField } from '@/components/ui/select-field';
import { Skeleton } from '@/components/ui/skeleton';
import { TextArea } from '@/components/ui/text-area';
import { useOvertaken } from '@/components/ui/use-overtaken';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { createService, readService as readStored, updateService } from '@/lib/services/api';
import { tiers, type ServiceInput, type ServiceView } from '@/lib/services/schemas';
import { PickList } from './pick-list';
import { draftOfService, newService, readService, type ServiceDraft } from './service-draft';
import { allServicesQuery, hostChoicesQuery, jobChoicesQuery, serviceFormQuery, servicesKey } from './service-queries';
import { tierWords } from './service-words';
import { useServiceNames } from './use-service-names';

/** The form of a stored service, once it was read. */
export function EditService({ id }: { id: string }) {
  const query = useQuery(serviceFormQuery(id));
  if (query.data) return <ServiceForm key={id} service={query.data.service} />;
  if (query.isError) return <CannotShow title="The service cannot be shown" error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div role="status">
      <span className="sr-only">Loading the service</span>
      <Skeleton className="h-96" />
    </div>
  );
}

const tierOptions = tiers.map((tier) => ({ value: String(tier), label: `${tier}: ${tierWords[tier]}` }));

/** A service: a name is enough, and what else is known of it helps whoever is called. */
export function ServiceForm({ service }: { service: ServiceView | null }) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => (service ? draftOfService(service.settings) : newService));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const { base, theirs, look, settle } = useOvertaken(service, async ({ id }) => (await callEndpoint(readStored, { params: { id } })).service);
  const save = useMutation({
    mutationFn: (input: ServiceInput) => (base ? callEndpoint(updateService, { params: { id: base.id }, body: { version: base.version, service: input } }) : callEndpoint(createService, { body: input })),
    onSuccess: async ({ id }) => {
      await Promise.all([queries.invalidateQueries({ queryKey: servicesKey }), queries.invalidateQueries(allServicesQuery())]);
      router.push(`/services/${id}`);
    },
    onError: (error) => {
      setIssues(isAppError(error) ? error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^(?:body\.)?(?:service\.)?/, '') })) : []);
      return look(error);
    },
  });
  const nameOf = useServiceNames();
  const withNames = (each: ServiceDraft) => ({ ...each, dependsOn: each.dependsOn.map(nameOf) });
  const edit = (change: Partial<ServiceDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setIssues([]);
  };
  const submit = () => {
    const read = readService(draft);
    setIssues(read.issues);
    if (read.input) save.mutate(read.input);
  };
  // Synchronises the browser's focus with what is wrong.
  useEffect(() => {
    if (issues.length > 0 || theirs) focusFirstFault(form.current);
  }, [issues, theirs]);
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ManagedNotice section="services" />
      <Locked section="services">
        <div className="min-w-0 rounded-base border bg-surface">
          <div className="flex flex-col gap-4 p-4">
            <Field label="Name" value={draft.name} maxLength={200} autoComplete="off" placeholder="Shop" hint="What people call it; also the label service of its checks and alerts." error={issueAt(issues, 'name')} onChange={(event) => edit({ name: event.target.value })} />
            <Columns>
              <Field label="Team (optional)" value={draft.team} maxLength={200} autoComplete="off" hint="Who owns it; the label team of its alerts." error={issueAt(issues, 'team')} onChange={(event) => edit({ team: event.target.value })} />
              <SelectField label="Tier" options={tierOptions} value={String(draft.tier)} onChange={(value) => edit({ tier: tiers.find((tier) => String(tier) === value) ?? 3 })} />
            </Columns>
            <TextArea label="Description (optional)" rows={2} value={draft.description} maxLength={2_000} className="[&_textarea]:font-sans" hint="For whoever is called at night: what it does, and for whom." error={issueAt(issues, 'description')} onChange={(event) => edit({ description: event.target.value })} />
          </div>
          <Needs draft={draft} issues={issues} ownId={service?.id ?? null} onChange={edit} />
          <Links draft={draft} issues={issues} onChange={edit} />
          <Where draft={draft} issues={issues} onChange={edit} />
          <Section title="Labels" summary={draft.labels.length === 0 ? 'none' : draft.labels.map(({ name, value }) => `${name}=${value}`).join(', ')} isOpen={issueAt(issues, 'labels') !== undefined}>
            <PairRows legend="Labels of its checks" noun="label" pairs={draft.labels} error={issueAt(issues, 'labels')} onChange={(labels) => edit({ labels })} />
          </Section>
        </div>
        {theirs ? (
          <DraftConflict
            thing="service"
            mine={withNames(draft)}
            theirs={withNames(draftOfService(theirs.settings))}
            names={{ dependsOn: 'What it needs', runbookUrl: 'Runbook' }}
            onSettle={(side) => {
              if (side === 'theirs') setDraft(draftOfService(theirs.settings));
              settle();
              save.reset();
            }}
          />
        ) : (
          <FormRefusal issues={issues} error={save.error} />
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null}>
            {service ? 'Save the service' : 'Create the service'}
          </Button>
          <Link href={service ? `/services/${service.id}` : '/services'} className={buttonStyle({ look: 'quiet', size: 'large' })}>
            Cancel
          </Link>
        </div>
      </Locked>
    </form>
  );
}

interface PartProps {
  draft: ServiceDraft;
  issues: readonly FieldIssue[];
  onChange: (change: Partial<ServiceDraft>) => void;
}

function Needs({ draft, issues, ownId, onChange }: PartProps & { ownId: string | null }) {
  const { data } = useQuery(allServicesQuery());
  const options = (data?.services ?? []).filter(({ id }) => id !== ownId).map(({ id, settings }) => ({ value: id, label: settings.name }));
  options.sort((a, b) => a.label.localeCompare(b.label, 'en'));
  const error = issueAt(issues, 'dependsOn');
  return (
    <Section title="What it needs" summary={draft.dependsOn.length === 0 ? 'nothing named' : `${draft.dependsOn.length} ${draft.dependsOn.length === 1 ? 'service' : 'services'}`} isOpen={error !== undefined || draft.dependsOn.length > 0}>
      <PickList label="Services that it needs" hint="While one of them is down, that is the first place to look." error={error} options={options} chosen={draft.dependsOn} onChange={(dependsOn) => onChange({ dependsOn })} />
    </Section>
  );
}

function Links({ draft, issues, onChange }: PartProps) {
  const edit = (index: number, change: Partial<{ title: string; url: string }>) => onChange({ links: draft.links.map((link, at) => (at === index ? { ...link, ...change } : link)) });
  const summary = [draft.runbookUrl === '' ? '' : 'runbook', draft.links.length === 0 ? '' : `${draft.links.length} ${draft.links.length === 1 ? 'link' : 'links'}`].filter(Boolean).join(', ');
  return (
    <Section title="Runbook and links" summary={summary || 'none'} isOpen={issueAt(issues, 'links') !== undefined || issueAt(issues, 'runbookUrl') !== undefined}>
      <Field label="Runbook" type="url" value={draft.runbookUrl} autoComplete="off" placeholder="https://wiki.example.com/shop" hint="What to do when it is down; its alerts lead there too." error={issueAt(issues, 'runbookUrl')} onChange={(event) => onChange({ runbookUrl: event.target.value })} />
      {draft.links.map(({ title, url }, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto]">
          <Field label={`Title of link ${index + 1}`} value={title} autoComplete="off" maxLength={100} error={issueAt(issues, `links.${index}.title`)} onChange={(event) => edit(index, { title: event.target.value })} />
          <Button look="quiet" size="icon" className="sm:order-last sm:size-11" aria-label={`Remove link ${index + 1}`} onClick={() => onChange({ links: draft.links.filter((_, at) => at !== index) })}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
          <Field label={`Address of link ${index + 1}`} type="url" value={url} autoComplete="off" className="col-span-2 sm:col-span-1" error={issueAt(issues, `links.${index}.url`)} onChange={(event) => edit(index, { url: event.target.value })} />
        </div>
      ))}
      <Button look="quiet" className="-ml-3 self-start" disabled={draft.links.length >= 20} onClick={() => onChange({ links: [...draft.links, { title: '', url: '' }] })}>
        <Plus aria-hidden className="size-4" />
        Add a link
      </Button>
    </Section>
  );
}

function Where({ draft, issues, onChange }: PartProps) {
  const hosts = useQuery(hostChoicesQuery());
  const jobs = useQuery(jobChoicesQuery());
  const count = draft.hosts.length + draft.scrapeJobs.length;
  return (
    <Section title="Hosts and scrape jobs" summary={count === 0 ? 'none' : String(count)} isOpen={issueAt(issues, 'hosts') !== undefined || issueAt(issues, 'scrapeJobs') !== undefined}>
      <PickList label="Hosts that it runs on" error={issueAt(issues, 'hosts')} options={(hosts.data?.hosts ?? []).map(({ key, name }) => ({ value: key, label: name }))} chosen={draft.hosts} onChange={(next) => onChange({ hosts: next })} />
      <PickList label="Scrape jobs that are about it" error={issueAt(issues, 'scrapeJobs')} options={(jobs.data?.jobs ?? []).map(({ settings }) => ({ value: settings.name, label: settings.name }))} chosen={draft.scrapeJobs} onChange={(next) => onChange({ scrapeJobs: next })} />
    </Section>
  );
}

'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Lock, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Overtaken } from '@/components/ui/overtaken';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Differences } from '@/components/ui/differences';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Skeleton } from '@/components/ui/skeleton';
import { Waiting } from '@/components/ui/waiting';
import { updateSuppressionRules, type StoredSuppressionRules } from '@/lib/alerts/suppression/api';
import { isAppError, messageOf, type FieldIssue } from '@/lib/errors';
import { readRelations, relationsDifferences, relationsDraftOf, type RelationsDraft } from './dependency-draft';
import { DependencyFields } from './dependency-fields';
import { InhibitionFields } from './inhibition-fields';
import { dependenciesKey, dependenciesQuery } from './suppression-queries';

/** Which alerts mute which others, and what depends on what; what is typed is saved together. */
export function Dependencies({ canEdit }: { canEdit: boolean }) {
  const query = useQuery(dependenciesQuery());
  if (query.data) return <Form stored={query.data} canEdit={canEdit} />;
  return (
    <Waiting thing="dependencies" error={query.error} onRetry={() => void query.refetch()}>
      <Skeleton className="h-64" />
    </Waiting>
  );
}

function Form({ stored, canEdit: isAllowed }: { stored: StoredSuppressionRules; canEdit: boolean }) {
  const queries = useQueryClient();
  const canEdit = useCanEdit('suppression', isAllowed);
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(stored);
  const [draft, setDraft] = useState(() => relationsDraftOf(stored.rules));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [theirs, setTheirs] = useState<StoredSuppressionRules | null>(null);
  const save = useMutation({
    mutationFn: () => callEndpoint(updateSuppressionRules, { body: { version: base.version, rules: readRelations(draft).rules } }),
    onSuccess: (next) => {
      queries.setQueryData(dependenciesKey, next);
      take(next);
    },
    onError: async (error) => {
      setIssues(isAppError(error) ? error.issues.map(({ path, message }) => ({ path: path.replace(/^body\.rules\./, ''), message })) : []);
      if (!isAppError(error) || error.code !== 'conflict') return;
      const newer = await queries.fetchQuery({ ...dependenciesQuery(), staleTime: 0 }).catch(() => null);
      if (newer && newer.version !== base.version) setTheirs(newer);
    },
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(relationsDraftOf(base.rules));

  function take(next: StoredSuppressionRules, kept = relationsDraftOf(next.rules)) {
    setBase(next);
    setDraft(kept);
    setIssues([]);
    setTheirs(null);
  }

  function edit(change: Partial<RelationsDraft>) {
    setDraft((before) => ({ ...before, ...change }));
    setIssues([]);
    if (!save.isIdle) save.reset();
  }

  function submit() {
    const read = readRelations(draft);
    setIssues(read.issues);
    if (read.issues.length === 0) save.mutate();
    // After the fields have taken on their faults.
    else setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
  }

  const settle = (newer: StoredSuppressionRules, kept?: RelationsDraft) => {
    take(newer, kept);
    save.reset();
  };
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (canEdit) submit();
      }}
    >
      <ManagedNotice section="suppression" />
      <Card aria-labelledby="inhibitions-title">
        <Head id="inhibitions-title" title="Inhibitions" note="While one alert fires, others tell nobody" />
        <ul className="divide-y border-t">
          {base.builtIn.map(({ name }) => (
            <li key={name} className="flex items-start gap-3 px-4 py-3 text-sm">
              <Lock aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              <p className="min-w-0">
                {name}. <span className="text-muted">Built in, always on.</span>
              </p>
            </li>
          ))}
          {draft.inhibitions.map((inhibition, index) => (
            <InhibitionFields
              key={index}
              index={index}
              inhibition={inhibition}
              issues={issues}
              canEdit={canEdit}
              onChange={(next) => edit({ inhibitions: draft.inhibitions.map((each, at) => (at === index ? next : each)) })}
              onRemove={() => edit({ inhibitions: draft.inhibitions.filter((_, at) => at !== index) })}
            />
          ))}
        </ul>
        {canEdit ? (
          <div className="border-t px-2 py-1">
            <Button look="quiet" onClick={() => edit({ inhibitions: [...draft.inhibitions, { name: '', source: '', target: '', equal: 'instance' }] })}>
              <Plus aria-hidden className="size-4" />
              Add an inhibition
            </Button>
          </div>
        ) : null}
      </Card>
      <Card aria-labelledby="dependencies-title">
        <Head id="dependencies-title" title="What depends on what" note="A dead host silences what runs on it" />
        {draft.dependencies.length === 0 ? <p className="border-t px-4 py-3 text-sm text-muted">While what a service depends on has a critical alert, the alerts of the service tell nobody. None is named yet.</p> : null}
        <ul className={draft.dependencies.length === 0 ? 'hidden' : 'divide-y border-t'}>
          {draft.dependencies.map((dependency, index) => (
            <DependencyFields
              key={index}
              index={index}
              dependency={dependency}
              issues={issues}
              canEdit={canEdit}
              onChange={(next) => edit({ dependencies: draft.dependencies.map((each, at) => (at === index ? next : each)) })}
              onRemove={() => edit({ dependencies: draft.dependencies.filter((_, at) => at !== index) })}
            />
          ))}
        </ul>
        {canEdit ? (
          <div className="border-t px-2 py-1">
            <Button look="quiet" onClick={() => edit({ dependencies: [...draft.dependencies, { service: '', kind: 'host', name: '' }] })}>
              <Plus aria-hidden className="size-4" />
              Add a dependency
            </Button>
          </div>
        ) : null}
      </Card>
      {theirs ? (
        <div className="flex flex-col gap-2">
          <Overtaken thing="set of rules" onTakeTheirs={() => settle(theirs)} onKeepMine={() => settle(theirs, draft)} />
          <Differences differences={relationsDifferences(draft, relationsDraftOf(theirs.rules))} />
        </div>
      ) : save.isError ? (
        <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm break-words">
          {messageOf(save.error)}
        </p>
      ) : null}
      {canEdit ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" size="large" disabled={!isChanged || theirs !== null} pending={save.isPending}>
            Save
          </Button>
          <p role="status" className="text-sm text-muted">
            {isChanged ? 'Not saved yet.' : save.isSuccess ? 'Saved.' : ''}
          </p>
        </div>
      ) : null}
    </form>
  );
}

function Head({ id, title, note }: { id: string; title: string; note: string }) {
  return (
    <header className="flex flex-wrap items-baseline justify-between gap-x-3 px-4 pt-3 pb-2">
      <h2 id={id} className="text-sm font-medium">
        {title}
      </h2>
      <span className="text-xs text-muted">{note}</span>
    </header>
  );
}

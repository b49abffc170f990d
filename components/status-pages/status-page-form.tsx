'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { Section } from '@/components/scrape/job-form-parts';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { DraftConflict } from '@/components/ui/draft-conflict';
import { Field } from '@/components/ui/field';
import { TextArea } from '@/components/ui/text-area';
import { useOvertaken } from '@/components/ui/use-overtaken';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { readStatusPage, updateStatusPage } from '@/lib/status-pages/api';
import type { StatusPageInput, StatusPageView } from '@/lib/status-pages/schemas';
import { ComponentList } from './component-list';
import { MaintenanceChoice } from './maintenance-choice';
import { ShownFields } from './shown-fields';
import { draftOfPage, readPageDraft, type StatusPageDraft } from './status-page-draft';
import { statusPageFormQuery } from './status-page-queries';
import { WhereFields } from './where-fields';

export interface PartProps {
  draft: StatusPageDraft;
  issues: readonly FieldIssue[];
  onChange: (change: Partial<StatusPageDraft>) => void;
}

interface StatusPageFormProps {
  page: StatusPageView;
  /** Whether this is what was saved just now. */
  isSaved: boolean;
  onSaved: (page: StatusPageView) => void;
}

/** All of the page in one form, which is saved at once. */
export function StatusPageForm({ page, isSaved, onSaved }: StatusPageFormProps) {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => draftOfPage(page));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const [isTouched, setTouched] = useState(false);
  const { base, theirs, look, settle } = useOvertaken(page, () => callEndpoint(readStatusPage));
  const save = useMutation({
    mutationFn: (input: StatusPageInput) => callEndpoint(updateStatusPage, { body: { version: base?.version ?? page.version, page: input } }),
    onSuccess: (saved) => {
      onSaved(saved);
      queries.setQueryData(statusPageFormQuery().queryKey, saved);
    },
    onError: (error) => {
      setIssues(isAppError(error) ? error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^body\.page\./, '') })) : []);
      return look(error);
    },
  });
  const edit = (change: Partial<StatusPageDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setTouched(true);
    setIssues([]);
  };
  // Synchronises the browser's focus with what is wrong.
  useEffect(() => {
    if (issues.length > 0 || theirs) focusFirstFault(form.current);
  }, [issues, theirs]);
  const parts: PartProps = { draft, issues, onChange: edit };
  const { settings } = draft;
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const read = readPageDraft(draft);
        setIssues(read.issues);
        if (read.input) save.mutate(read.input);
      }}
    >
      <div className="min-w-0 rounded-base border bg-surface">
        <div className="flex flex-col gap-4 p-4">
          <Check label="Everybody may read the page" hint="It shows the names and texts below and nothing else: no service, check, host, alert or person." checked={draft.isOn} onChange={(event) => edit({ isOn: event.target.checked })} />
          <Field label="Name" value={settings.name} maxLength={100} autoComplete="off" placeholder="Acme" hint="At the top of the page." error={issueAt(issues, 'settings.name')} onChange={(event) => edit({ settings: { ...settings, name: event.target.value } })} />
          <TextArea label="Description (optional)" rows={2} value={settings.description} maxLength={2_000} className="[&_textarea]:font-sans" hint="Markdown, below how everything is." error={issueAt(issues, 'settings.description')} onChange={(event) => edit({ settings: { ...settings, description: event.target.value } })} />
        </div>
        <Section title="Components" summary={draft.components.length === 0 ? 'none' : draft.components.map(({ name }) => name).join(', ')} isOpen>
          <ComponentList {...parts} />
        </Section>
        <MaintenanceChoice {...parts} saved={page.components} />
        <WhereFields {...parts} savedUrl={page.url} />
        <ShownFields {...parts} />
      </div>
      {theirs ? (
        <DraftConflict
          thing="page"
          mine={toCompare(draft)}
          theirs={toCompare(draftOfPage(theirs))}
          names={{ isOn: 'Everybody may read the page', emailChannelId: 'Channel of its mails' }}
          onSettle={(side) => {
            if (side === 'theirs') setDraft(draftOfPage(theirs));
            settle();
            save.reset();
          }}
        />
      ) : (
        <FormRefusal issues={issues} error={save.error} />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null}>
          Save the page
        </Button>
        <p role="status" className="text-sm text-muted">{isSaved && !isTouched ? 'Saved. The page shows it within a second.' : ''}</p>
      </div>
    </form>
  );
}

/** Ids stand for nothing that somebody could compare. */
function toCompare({ components, emailChannelId, settings, ...rest }: StatusPageDraft) {
  return { ...rest, emailChannelId: emailChannelId === '' ? '' : 'chosen', components: components.map(({ name }) => name), settings: { ...settings, maintenance: settings.maintenance.length } };
}

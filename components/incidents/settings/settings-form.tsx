'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { callEndpoint } from '@/components/api-client';
import { incidentsKey } from '@/components/incidents/incident-queries';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { readIncidentSettings, updateIncidentSettings } from '@/lib/incidents/api';
import type { IncidentSettings } from '@/lib/incidents/schemas';
import { ChecklistPart } from './checklist-part';
import { RulesPart } from './rules-part';
import { SettingsConflict } from './settings-conflict';
import { draftOfSettings, readSettings, type SettingsDraft } from './settings-draft';
import { SeverityFields, type PolicyChoice } from './severity-fields';
import { TemplatesPart } from './templates-part';

interface Stored {
  version: number;
  settings: IncidentSettings;
}

interface SettingsFormProps {
  stored: Stored;
  policies: readonly PolicyChoice[];
  canEdit: boolean;
}

/** What decides about incidents, saved as one. */
export function SettingsForm({ stored, policies, canEdit }: SettingsFormProps) {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(stored);
  const [theirs, setTheirs] = useState<Stored | null>(null);
  const [draft, setDraft] = useState<SettingsDraft>(() => draftOfSettings(stored.settings));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const begun = useMemo(() => draftOfSettings(base.settings), [base]);
  const storedKeys = useMemo(() => new Set(base.settings.severities.map(({ key }) => key)), [base]);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(begun);
  const save = useMutation({
    mutationFn: (settings: IncidentSettings) => callEndpoint(updateIncidentSettings, { body: { version: base.version, settings } }),
    onSuccess: async (saved) => {
      begin(saved, draftOfSettings(saved.settings));
      await queries.invalidateQueries({ queryKey: incidentsKey });
    },
    onError: async (error) => {
      refuse(isAppError(error) ? error.issues.map(({ path, message }) => ({ path: path.replace(/^body\.(?:settings\.)?/, ''), message })) : []);
      if (!isAppError(error) || error.code !== 'conflict') return;
      const newer = await callEndpoint(readIncidentSettings).catch(() => null);
      if (newer && newer.version !== base.version) setTheirs(newer);
    },
  });

  function begin(from: Stored, kept: SettingsDraft) {
    setBase(from);
    setDraft(kept);
    setTheirs(null);
    setIssues([]);
  }

  function refuse(found: readonly FieldIssue[]) {
    setIssues(found);
    focusFirstFault(form.current);
  }

  function edit(change: Partial<SettingsDraft>) {
    setDraft((before) => ({ ...before, ...change }));
    if (issues.length > 0) setIssues([]);
    if (!save.isIdle && !save.isPending && !theirs) save.reset();
  }

  function settle(kept: SettingsDraft) {
    if (theirs) begin(theirs, kept);
    save.reset();
  }

  return (
    <form
      ref={form}
      noValidate
      aria-label="Settings of incidents"
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const read = readSettings(draft);
        if (read.settings) save.mutate(read.settings);
        else refuse(read.issues);
      }}
    >
      {theirs ? <SettingsConflict mine={draft} theirs={draftOfSettings(theirs.settings)} onTakeTheirs={() => settle(draftOfSettings(theirs.settings))} onKeepMine={() => settle(draft)} /> : null}
      <fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4">
        <SeverityFields severities={draft.severities} storedKeys={storedKeys} policies={policies} issues={issues} canEdit={canEdit} onChange={(severities) => edit({ severities })} />
        <RulesPart draft={draft} issues={issues} canEdit={canEdit} onChange={edit} />
        <TemplatesPart templates={draft.templates} severities={draft.severities} issues={issues} canEdit={canEdit} onChange={(templates) => edit({ templates })} />
        <ChecklistPart checklist={draft.checklist} issues={issues} canEdit={canEdit} onChange={(checklist) => edit({ checklist })} />
      </fieldset>
      {theirs ? null : <FormRefusal issues={issues} error={save.error} />}
      {canEdit ? (
        <div className={cn('flex flex-wrap items-center gap-3', isChanged && 'sticky bottom-0 z-10 -mx-4 border-t bg-page px-4 py-3 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))]')}>
          <Button type="submit" look="primary" size="large" className="max-sm:flex-1" pending={save.isPending} disabled={!isChanged || theirs !== null}>
            Save the settings
          </Button>
          {isChanged && !save.isPending ? (
            <Button look="quiet" size="large" onClick={() => begin(base, begun)}>
              Discard
            </Button>
          ) : null}
          <span role="status" className="text-sm text-muted empty:sr-only">
            {isChanged ? 'Not saved yet.' : save.isSuccess ? 'Saved.' : ''}
          </span>
        </div>
      ) : null}
    </form>
  );
}

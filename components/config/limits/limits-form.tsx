'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { Overtaken } from '@/components/alerts/on-call/overtaken';
import { callEndpoint } from '@/components/api-client';
import { SettingsPart } from '@/components/incidents/settings/settings-part';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { cn } from '@/components/ui/cn';
import { Differences } from '@/components/ui/differences';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { readLimits, updateLimits } from '@/lib/limits/api';
import { limitKinds, type LimitSettings } from '@/lib/settings/limit-settings';
import { limitsQuery } from './limit-queries';
import { LimitFields } from './limit-fields';
import { draftOfLimits, limitDifferences, readLimitsDraft, type LimitsDraft } from './limits-draft';
import { LimitsPreview } from './limits-preview';

interface Stored {
  version: number;
  settings: LimitSettings;
}

/** The limits that can be set, saved as one. */
export function LimitsForm({ stored, canEdit }: { stored: Stored; canEdit: boolean }) {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(stored);
  const [theirs, setTheirs] = useState<Stored | null>(null);
  const [draft, setDraft] = useState<LimitsDraft>(() => draftOfLimits(stored.settings));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const begun = useMemo(() => draftOfLimits(base.settings), [base]);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(begun);
  const read = readLimitsDraft(draft);
  const save = useMutation({
    mutationFn: (settings: LimitSettings) => callEndpoint(updateLimits, { body: { version: base.version, settings } }),
    onSuccess: async (saved) => {
      begin(saved, draftOfLimits(saved.settings));
      await queries.invalidateQueries({ queryKey: limitsQuery().queryKey });
    },
    onError: async (error) => {
      refuse(isAppError(error) ? error.issues.map(({ path, message }) => ({ path: path.replace(/^body\.(?:settings\.)?/, ''), message })) : []);
      if (!isAppError(error) || error.code !== 'conflict') return;
      const newer = await callEndpoint(readLimits).catch(() => null);
      if (newer && newer.version !== base.version) setTheirs(newer);
    },
  });

  function begin(from: Stored, kept: LimitsDraft) {
    setBase(from);
    setDraft(kept);
    setTheirs(null);
    setIssues([]);
  }

  function refuse(found: readonly FieldIssue[]) {
    setIssues(found);
    focusFirstFault(form.current);
  }

  function edit(next: LimitsDraft) {
    setDraft(next);
    if (issues.length > 0) setIssues([]);
    if (!save.isIdle && !save.isPending && !theirs) save.reset();
  }

  function settle(kept: LimitsDraft) {
    if (theirs) begin(theirs, kept);
    save.reset();
  }

  return (
    <form
      ref={form}
      noValidate
      aria-label="Rate limits"
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.settings) save.mutate(read.settings);
        else refuse(read.issues);
      }}
    >
      {theirs ? (
        <>
          <Overtaken thing="page of limits" onTakeTheirs={() => settle(draftOfLimits(theirs.settings))} onKeepMine={() => settle(draft)} />
          <Differences differences={limitDifferences(draft, draftOfLimits(theirs.settings))} />
        </>
      ) : null}
      <SettingsPart title="Rate limits" about="How many requests are taken, counted by each node alone. Whoever sends more gets 429 with the seconds to wait, and nobody else notices. Changes hold at once on every node.">
        <fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4">
          <Check label="Count requests and refuse too many" checked={draft.isOn} onChange={(event) => edit({ ...draft, isOn: event.target.checked })} />
          {limitKinds.map((kind) => (
            <LimitFields
              key={kind}
              kind={kind}
              fields={draft.kinds[kind]}
              errorOf={(field) => issueAt(issues, `${kind}.${field}`)}
              onChange={(fields) => edit({ ...draft, kinds: { ...draft.kinds, [kind]: fields } })}
            />
          ))}
        </fieldset>
        {canEdit && isChanged ? <LimitsPreview settings={read.settings} /> : null}
      </SettingsPart>
      {theirs ? null : <FormRefusal issues={issues} error={save.error} />}
      {canEdit ? (
        <div className={cn('flex flex-wrap items-center gap-3', isChanged && 'sticky bottom-0 z-10 border-t bg-page py-3 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))]')}>
          <Button type="submit" look="primary" size="large" className="max-sm:flex-1" pending={save.isPending} disabled={!isChanged || theirs !== null}>
            Save the limits
          </Button>
          {isChanged && !save.isPending ? (
            <Button look="quiet" size="large" onClick={() => begin(base, begun)}>
              Discard
            </Button>
          ) : null}
          <span role="status" className="text-sm text-muted empty:sr-only">
            {isChanged ? 'Not saved yet.' : save.isSuccess ? 'Saved, and in force on every node.' : ''}
          </span>
        </div>
      ) : null}
    </form>
  );
}

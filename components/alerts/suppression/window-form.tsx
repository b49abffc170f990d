'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { ProseField } from '@/components/alerts/prose-field';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { callEndpoint } from '@/components/api-client';
import { issueOf } from '@/components/scrape/issue-lookup';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { DraftConflict } from '@/components/ui/draft-conflict';
import { Field } from '@/components/ui/field';
import { useOvertaken } from '@/components/ui/use-overtaken';
import { createMaintenance, readMaintenance, updateMaintenance } from '@/lib/alerts/suppression/api';
import type { MaintenanceInput, MaintenanceView } from '@/lib/alerts/suppression/schemas';
import { isAppError, messageOf, type FieldIssue } from '@/lib/errors';
import { MatcherFields } from './matcher-fields';
import { Openings } from './openings';
import { scheduleWords } from './recurrence-words';
import { maintenanceKey, openingsQuery } from './suppression-queries';
import { emptyWindow, readSchedule, readWindow, windowDraftOf, type WindowDraft } from './window-draft';
import { WhenFields } from './when-fields';

const settleMs = 300;

interface WindowFormProps {
  /** Null for a new one. */
  window: MaintenanceView | null;
  /** Whether it may be one that opens again and again. */
  canRepeat: boolean;
  onDone: () => void;
}

/** Plans a window, or changes one; a sentence says what it does as it is typed. */
export function WindowForm({ window, canRepeat, onDone }: WindowFormProps) {
  const queries = useQueryClient();
  const zone = useZone() ?? 'UTC';
  const form = useRef<HTMLFormElement>(null);
  const [openedAt] = useState(() => Date.now());
  const [draft, setDraft] = useState(() => (window ? windowDraftOf(window.settings, openedAt, zone) : emptyWindow(openedAt, zone)));
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const { base, theirs, look, settle } = useOvertaken(window, ({ id }) => callEndpoint(readMaintenance, { params: { id } }));
  const save = useMutation({
    mutationFn: (input: MaintenanceInput) =>
      base ? callEndpoint(updateMaintenance, { params: { id: base.id }, body: { version: base.version, window: input } }) : callEndpoint(createMaintenance, { body: input }),
    onSuccess: onDone,
    onError: async (error) => {
      await look(error);
      refuse(isAppError(error) ? error.issues.map(({ path, message }) => ({ path: path.replace(/^body\.(?:window\.)?/, ''), message })) : []);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: maintenanceKey }),
  });

  function refuse(found: readonly FieldIssue[]) {
    setIssues(found);
    // After the fields have taken on their faults.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]')?.focus(), 0);
  }

  function edit(change: Partial<WindowDraft>) {
    setDraft((before) => ({ ...before, ...change }));
    if (issues.length > 0) setIssues([]);
    if (save.isError) save.reset();
  }

  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const read = readWindow(draft);
        if (read.input) save.mutate(read.input);
        else refuse(read.issues);
      }}
    >
      <Field label="Name" data-first autoComplete="off" maxLength={200} value={draft.name} placeholder="Backup of the database" error={issueOf(issues, 'name')} onChange={(event) => edit({ name: event.target.value })} />
      <ProseField label="Reason" maxLength={2_000} value={draft.reason} error={issueOf(issues, 'reason')} onChange={(event) => edit({ reason: event.target.value })} />
      <MatcherFields legend="Mutes alerts with these labels" matchers={draft.matchers} error={issueOf(issues, 'matchers')} onChange={(matchers) => edit({ matchers })} />
      <WhenFields draft={draft} issues={issues} canRepeat={canRepeat} onChange={edit} />
      <Opens draft={draft} zone={zone} />
      {theirs ? (
        <DraftConflict
          thing="window"
          mine={draft}
          theirs={windowDraftOf(theirs.settings, openedAt, zone)}
          onSettle={(side) => {
            if (side === 'theirs') setDraft(windowDraftOf(theirs.settings, openedAt, zone));
            settle();
            save.reset();
          }}
        />
      ) : save.isError && issues.length === 0 ? (
        <p role="alert" className="text-sm text-critical">
          Nothing was saved. {messageOf(save.error)}
        </p>
      ) : null}
      <Button type="submit" look="primary" size="large" pending={save.isPending} disabled={theirs !== null || (draft.kind === 'recurring' && !canRepeat)}>
        {window ? 'Save the window' : 'Plan the window'}
      </Button>
    </form>
  );
}

/** When it opens, in words and in dates. */
function Opens({ draft, zone }: { draft: WindowDraft; zone: string }) {
  const settled = useSettled(draft, settleMs);
  const { schedule } = useMemo(() => readSchedule(settled), [settled]);
  const openings = useQuery(openingsQuery(schedule));
  return (
    <div role="status" className="flex flex-col gap-1 rounded-base bg-sunken px-3 py-2 text-sm">
      <p className="break-words">{schedule === null ? 'When it opens is told here.' : `${scheduleWords(schedule, zone)}.`}</p>
      {schedule?.kind === 'recurring' && openings.data ? <Openings schedule={schedule} current={openings.data.current} upcoming={openings.data.upcoming} /> : null}
      {schedule?.kind === 'once' && openings.data && openings.data.current === null && openings.data.upcoming.length === 0 ? <p className="text-xs text-muted">That is over already: it mutes nothing.</p> : null}
      {openings.isError ? <p className="text-xs text-critical">{messageOf(openings.error)}</p> : null}
    </div>
  );
}

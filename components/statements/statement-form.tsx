'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useId, useRef, useState } from 'react';
import { issueAt, ownPath } from '@/components/alerts/notify/form-issues';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { useNow } from '@/components/alerts/use-now';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { callEndpoint } from '@/components/api-client';
import { useZone } from '@/components/time/zone';
import { Button, buttonStyle } from '@/components/ui/button';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { issueStatement } from '@/lib/statements/api';
import type { StatementInput } from '@/lib/statements/schemas';
import { monthAt, monthBefore, readStatementDraft, startingObjectives, zoneOfChosen, type StatementDraft } from './statement-draft';
import { readinessOf } from './issue-readiness';
import { StatementFields } from './statement-fields';
import { StatementPreview } from './statement-preview';
import { countingTimeoutMs, objectiveChoicesQuery, statementPreviewQuery, statementsKey } from './statement-queries';
import { momentWords } from './statement-words';
import type { StatementStart } from './statements-state';

const settleMs = 400;
const fieldNames: Readonly<Record<string, string>> = { serviceId: 'Service', month: 'Month', customer: 'Customer', objectiveIds: 'Objectives', hasReasons: 'Reasons' };

/** A new statement. What it would say stands beside it, and is what is issued. */
export function StatementForm({ start }: { start: StatementStart }) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const browserZone = useZone() ?? 'UTC';
  const [openedMs] = useState(Date.now);
  const [draft, setDraft] = useState<StatementDraft>({ serviceId: start.serviceId ?? '', month: start.month, customer: start.customer, objectiveIds: null, hasReasons: start.hasReasons });
  const [isChosen, setIsChosen] = useState(false);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const choices = useQuery(objectiveChoicesQuery(draft.serviceId)).data;
  const objectiveIds = isChosen || !choices ? draft.objectiveIds : startingObjectives(choices, start.objectiveIds);
  const zone = (choices && zoneOfChosen(choices, objectiveIds)) ?? browserZone;
  const whole = { ...draft, objectiveIds, month: draft.month || monthBefore(monthAt(openedMs, zone)) };
  const read = readStatementDraft(whole, choices);
  const asked = useSettled(JSON.stringify(choices && read.input ? read.input : null), settleMs);
  const preview = useQuery(statementPreviewQuery(JSON.parse(asked) as StatementInput | null));
  const nowMs = useNow(openedMs, openedMs);
  const finalFrom = preview.data?.finalFrom ?? null;
  const replaces = preview.data?.replaces ?? null;
  const readiness = readinessOf(read.input, asked, preview, finalFrom !== null && finalFrom > nowMs);
  const isSeen = readiness === 'ready' || readiness === 'early';
  const reason = useId();

  const issue = useMutation({
    mutationFn: (input: StatementInput) => callEndpoint(issueStatement, { body: input, timeoutMs: countingTimeoutMs }),
    onSuccess: async ({ id }) => {
      router.push(`/sla/statements/${id}`);
      await queries.invalidateQueries({ queryKey: statementsKey });
    },
    onError: (error) => refuse(isAppError(error) ? error.issues.map((each) => ({ path: ownPath(each), message: each.message })) : []),
  });

  function refuse(found: readonly FieldIssue[]) {
    setIssues(found);
    focusFirstFault(form.current);
  }

  function edit(change: Partial<StatementDraft>) {
    if ('serviceId' in change) setIsChosen(false);
    if ('objectiveIds' in change) setIsChosen(true);
    setDraft((before) => ({ ...before, ...change }));
    setIssues([]);
    if (issue.isError) issue.reset();
  }

  // What the preview was refused for is told at its field too, without a press.
  const refused = isAppError(preview.error) && asked !== 'null' ? preview.error.issues.map((each) => ({ path: ownPath(each), message: each.message })) : [];
  const live = whole.serviceId !== '' && choices && read.issues ? read.issues : refused;
  const shown = issues.length > 0 ? issues : live;
  return (
    <div className="grid min-w-0 grid-cols-1 items-start gap-4 xl:grid-cols-[22rem_minmax(0,1fr)]">
      <form
        ref={form}
        noValidate
        className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-18"
        onSubmit={(event) => {
          event.preventDefault();
          if (read.issues) refuse(read.issues);
          else if (readiness === 'ready') issue.mutate(read.input);
          else if (readiness === 'failed') refuse(refused);
        }}
      >
        <div className="flex min-w-0 flex-col gap-5 rounded-base border bg-surface p-4">
          <StatementFields draft={whole} choices={choices} openedMs={openedMs} zone={zone} errorAt={(path) => issueAt(shown, path)} onChange={edit} />
        </div>
        <FormRefusal issues={issues.map(({ path, message }) => ({ path: fieldNames[path] ?? path, message }))} error={issue.error} />
        <p id={reason} role="status" className="text-sm text-pretty empty:hidden">
          {readiness === 'counting' ? 'Counting what it would say. It can be issued when that is on the screen.' : ''}
          {readiness === 'failed' ? 'What it would say could not be counted, so that it cannot be issued.' : ''}
          {finalFrom !== null && readiness === 'early' ? `The month is not final yet: its last results can come in until ${momentWords(finalFrom, zone)}. It can be issued from then on. ` : ''}
          {replaces === null || !isSeen ? '' : `It replaces statement ${replaces} for the same service, customer, month and objectives, which stays in the chain.`}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" size="large" pending={issue.isPending} aria-disabled={(readiness !== 'ready' && readiness !== 'faulty') || undefined} aria-describedby={reason}>
            Issue the statement
          </Button>
          <Link href="/sla/statements" className={buttonStyle({ look: 'quiet', size: 'large' })}>
            Cancel
          </Link>
        </div>
        <p className="text-xs text-pretty text-muted">An issued statement is never changed or taken back; a later one can replace it.</p>
      </form>
      <StatementPreview query={preview} isAsked={asked !== 'null'} />
    </div>
  );
}

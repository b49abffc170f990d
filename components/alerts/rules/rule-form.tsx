'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { formatDuration } from '@/components/time/format';
import { Locked, ManagedNotice } from '@/components/ui/managed';
import { createAlertRule, readAlertRule, updateAlertRule } from '@/lib/alerts/rules/api';
import type { RuleInput, RuleView } from '@/lib/alerts/rules/schemas';
import { isAppError, messageOf, type FieldIssue } from '@/lib/errors';
import { parseDurationMs } from '@/lib/scrape/duration';
import { Backtest } from './backtest';
import { DeleteRule } from './delete-rule';
import { MoreFields } from './more-fields';
import { builderExpression, hasPlace, readRule } from './read-rule';
import { RuleActions } from './rule-actions';
import { RuleConflict } from './rule-conflict';
import { draftOf, emptyRule, type RuleDraft } from './rule-draft';
import { RulePreview } from './rule-preview';
import { previewQuery, rulesKey, thresholdsQuery } from './rule-queries';
import { RuleRefusal } from './rule-refusal';
import { useSettled } from './use-settled';
import { WayFields } from './way-fields';

const settleMs = 400;

/** A new rule, or one that is stored, with what it finds now beside it. What is wrong is told at its field, by the form itself and by the server alike. */
export function RuleForm({ rule }: { rule: RuleView | null }) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => (rule ? draftOf(rule.settings) : emptyRule));
  const [base, setBase] = useState(rule);
  const [refused, setRefused] = useState<readonly FieldIssue[]>([]);
  const [theirs, setTheirs] = useState<RuleView | null>(null);
  const [isDeleting, setIsDeleting] = useState(false);
  const thresholds = useQuery(thresholdsQuery());
  const settled = useSettled(draft, settleMs);
  const { input: asked, issues: own } = useMemo(() => readRule({ ...settled, name: settled.name.trim() || 'New rule' }), [settled]);
  const preview = useQuery(previewQuery(asked));

  const save = useMutation({
    mutationFn: (input: RuleInput) =>
      base ? callEndpoint(updateAlertRule, { params: { id: base.id }, body: { version: base.version, settings: input } }) : callEndpoint(createAlertRule, { body: input }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: rulesKey });
      router.push('/alert-rules');
    },
    onError: async (error) => {
      refuse(isAppError(error) ? error.issues : []);
      if (base && isAppError(error) && error.code === 'conflict') setTheirs(await callEndpoint(readAlertRule, { params: { id: base.id } }).catch(() => null));
    },
  });

  function refuse(issues: readonly FieldIssue[]) {
    setRefused(withOwnPaths(issues));
    // After the fields have taken on their faults.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]')?.focus(), 0);
  }

  function read(): RuleInput | null {
    const { input, issues } = readRule(draft);
    if (input) setRefused([]);
    else refuse(issues);
    return input;
  }

  function edit(change: Partial<RuleDraft>) {
    setDraft((before) => ({ ...before, ...change }));
    if (refused.length > 0) setRefused([]);
    if (save.isError) save.reset();
  }

  const settle = (next: RuleView, take: boolean) => {
    if (take) setDraft(draftOf(next.settings));
    setBase(next);
    setTheirs(null);
    save.reset();
  };
  const found = asked === null ? own.filter(({ message }) => hasPlace(message)) : isAppError(preview.error) ? withOwnPaths(preview.error.issues) : [];
  const fields = { draft, issues: refused.length > 0 ? refused : found, thresholds: thresholds.data?.thresholds ?? [], onChange: edit };
  const forMs = parseDurationMs(settled.duration.trim() || '0') ?? 0;
  return (
    <>
      <form
        ref={form}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const input = read();
          if (input) save.mutate(input);
        }}
      >
        <ManagedNotice section="alertRules" />
        {theirs ? <RuleConflict mine={draft} theirs={theirs} onTakeTheirs={() => settle(theirs, true)} onKeepMine={() => settle(theirs, false)} /> : null}
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="min-w-0 rounded-base border bg-surface">
            <Locked section="alertRules">
              <WayFields key={base?.version} {...fields} onWay={(way) => edit(changeWay(draft, way))} />
              <MoreFields {...fields} isNew={rule === null} />
            </Locked>
          </div>
          <div className="min-w-0 xl:sticky xl:top-18">
            <RulePreview query={preview} isComplete={asked !== null} forWords={forMs === 0 ? '' : formatDuration(forMs)} />
          </div>
        </div>
        <Backtest read={read} current={readRule(draft).input} onRefused={refuse} />
        {refused.length > 0 || (save.isError && !theirs) ? <RuleRefusal issues={refused} message={save.isError && refused.length === 0 ? messageOf(save.error) : null} /> : null}
        <Locked section="alertRules">
          <RuleActions rule={base} isPending={save.isPending} onDelete={() => setIsDeleting(true)} />
        </Locked>
      </form>
      {base ? <DeleteRule rule={base} isOpen={isDeleting} onClose={() => setIsDeleting(false)} onDeleted={() => router.push('/alert-rules')} /> : null}
    </>
  );
}

/** What was built goes along into PromQL; back in the builder stands what was there before. */
function changeWay(draft: RuleDraft, way: RuleDraft['way']): Partial<RuleDraft> {
  if (way === 'builder') return { way };
  const { expr } = builderExpression(draft);
  return expr === null ? { way } : { way, form: 'levels', query: expr };
}

/** The paths of the settings, without where they stand in a request. */
function withOwnPaths(issues: readonly FieldIssue[]): FieldIssue[] {
  return issues.map(({ path, message }) => ({ path: path.replace(/^body\.?(?:settings\.?)?/, ''), message }));
}

'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Overtaken } from '@/components/ui/overtaken';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Differences } from '@/components/ui/differences';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Waiting } from '@/components/ui/waiting';
import { updateThresholds } from '@/lib/alerts/rules/api';
import type { RuleView } from '@/lib/alerts/rules/schemas';
import type { ThresholdsAnswer } from '@/lib/alerts/rules/thresholds';
import { isAppError, messageOf } from '@/lib/errors';
import { thresholdsUsed } from './level-words';
import { allRulesQuery, rulesKey, thresholdsKey, thresholdsQuery } from './rule-queries';
import { isChanged, readThresholdDraft, textOf, thresholdDifferences, type ThresholdDraft } from './threshold-draft';
import { ThresholdPreview } from './threshold-preview';
import { ThresholdRow } from './threshold-row';

/** The levels that rules and Overview share; what is typed is saved together. */
export function Thresholds({ canEdit }: { canEdit: boolean }) {
  const query = useQuery(thresholdsQuery());
  const rules = useQuery(allRulesQuery());
  if (query.data) return <Form answer={query.data} rules={rules.data?.rules ?? []} canEdit={canEdit} />;
  return <Waiting thing="thresholds" error={query.error} onRetry={() => void query.refetch()} />;
}

function Form({ answer, rules, canEdit: isAllowed }: { answer: ThresholdsAnswer; rules: readonly RuleView[]; canEdit: boolean }) {
  const queries = useQueryClient();
  const canEdit = useCanEdit('thresholds', isAllowed);
  const [draft, setDraft] = useState<ThresholdDraft>({});
  const [version, setVersion] = useState(answer.version);
  const { thresholds, issues } = readThresholdDraft(answer.thresholds, draft);
  const save = useMutation({
    mutationFn: () => callEndpoint(updateThresholds, { body: { version, thresholds } }),
    onSuccess: async (next) => {
      queries.setQueryData(thresholdsKey, next);
      setVersion(next.version);
      setDraft({});
      await queries.invalidateQueries({ queryKey: rulesKey });
    },
    onError: (error) => (isAppError(error) && error.code === 'conflict' ? queries.fetchQuery({ ...thresholdsQuery(), staleTime: 0 }).catch(() => undefined) : undefined),
  });
  const refused = isAppError(save.error) ? save.error.issues : [];
  const isOvertaken = isAppError(save.error) && save.error.code === 'conflict' && answer.version !== version;
  const changed = isChanged(answer.thresholds, draft);
  const edit = (change: ThresholdDraft) => {
    setDraft((before) => ({ ...before, ...change }));
    if (!save.isIdle) save.reset();
  };
  const settle = (kept: ThresholdDraft) => {
    setDraft(kept);
    setVersion(answer.version);
    save.reset();
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (canEdit && changed && Object.keys(issues).length === 0) save.mutate();
      }}
    >
      <ManagedNotice section="thresholds" />
      <Card aria-label="Thresholds">
        <ul className="divide-y">
          {answer.thresholds.map((threshold) => (
            <ThresholdRow
              key={threshold.key}
              threshold={threshold}
              text={textOf(threshold, draft)}
              error={issues[threshold.key] ?? refused.find(({ path }) => path.endsWith(`.${threshold.key}`))?.message}
              rules={rules.filter(({ settings }) => thresholdsUsed(settings.condition).includes(threshold.key))}
              canEdit={canEdit}
              onChange={(text) => edit({ [threshold.key]: text })}
            />
          ))}
        </ul>
      </Card>
      {canEdit && changed && Object.keys(issues).length === 0 ? <ThresholdPreview thresholds={thresholds} /> : null}
      {isOvertaken ? (
        <div className="flex flex-col gap-2">
          <Overtaken thing="set of thresholds" onTakeTheirs={() => settle({})} onKeepMine={() => settle(draft)} />
          <Differences differences={thresholdDifferences(answer.thresholds, draft)} />
        </div>
      ) : save.isError && refused.length === 0 ? (
        <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm break-words">
          {messageOf(save.error)}
        </p>
      ) : null}
      {canEdit ? (
        <div className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 flex flex-wrap items-center gap-3 rounded-base border bg-surface p-3 lg:bottom-4">
          <Button type="submit" look="primary" size="large" disabled={!changed || isOvertaken || Object.keys(issues).length > 0} pending={save.isPending}>
            Save the thresholds
          </Button>
          {changed ? (
            <Button size="large" look="quiet" onClick={() => setDraft({})}>
              Discard
            </Button>
          ) : null}
          <p role="status" className="text-sm text-muted">
            {changed ? 'Not saved yet.' : save.isSuccess ? 'Saved. Rules and Overview follow at once.' : 'Rules that use a threshold follow it at once.'}
          </p>
        </div>
      ) : null}
    </form>
  );
}

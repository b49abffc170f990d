'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Waiting } from '@/components/ui/waiting';
import { updateThresholds } from '@/lib/alerts/rules/api';
import type { RuleView } from '@/lib/alerts/rules/schemas';
import type { ThresholdsAnswer } from '@/lib/alerts/rules/thresholds';
import { isAppError, messageOf } from '@/lib/errors';
import { thresholdsUsed } from './level-words';
import { allRulesQuery, rulesKey, thresholdsKey, thresholdsQuery } from './rule-queries';
import { isChanged, readThresholdDraft, textOf, type ThresholdDraft } from './threshold-draft';
import { ThresholdPreview } from './threshold-preview';
import { ThresholdRow } from './threshold-row';

/** The levels that rules and Overview share; what is typed is saved together. */
export function Thresholds({ canEdit }: { canEdit: boolean }) {
  const query = useQuery(thresholdsQuery());
  const rules = useQuery(allRulesQuery());
  if (query.data) return <Form answer={query.data} rules={rules.data?.rules ?? []} canEdit={canEdit} />;
  return <Waiting thing="thresholds" error={query.error} onRetry={() => void query.refetch()} />;
}

function Form({ answer, rules, canEdit }: { answer: ThresholdsAnswer; rules: readonly RuleView[]; canEdit: boolean }) {
  const queries = useQueryClient();
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
  });
  const refused = isAppError(save.error) ? save.error.issues : [];
  const isConflict = isAppError(save.error) && save.error.code === 'conflict';
  const changed = isChanged(answer.thresholds, draft);
  const edit = (change: ThresholdDraft) => {
    setDraft((before) => ({ ...before, ...change }));
    if (!save.isIdle) save.reset();
  };
  const refresh = async () => {
    const next = await queries.fetchQuery({ ...thresholdsQuery(), staleTime: 0 });
    setVersion(next.version);
    save.reset();
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && Object.keys(issues).length === 0) save.mutate();
      }}
    >
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
      {save.isError && refused.length === 0 ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3 rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm">
          <span className="min-w-0">{isConflict ? 'Somebody else changed the thresholds meanwhile. Nothing of yours was saved, and what you typed is still here.' : messageOf(save.error)}</span>
          {isConflict ? <Button onClick={() => void refresh()}>Read theirs, keep mine</Button> : null}
        </div>
      ) : null}
      {canEdit ? (
        <div className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 flex flex-wrap items-center gap-3 rounded-base border bg-surface p-3 lg:bottom-4">
          <Button type="submit" look="primary" size="large" disabled={!changed || Object.keys(issues).length > 0} pending={save.isPending}>
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

'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useId } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { TextArea } from '@/components/ui/text-area';
import type { CheckView } from '@/lib/checks/schemas';
import { messageOf, type FieldIssue } from '@/lib/errors';
import { kindChosen, type ObjectiveDraft } from './objective-draft';
import { checkChoicesQuery } from './sla-queries';

export interface ObjectiveFieldsProps {
  draft: ObjectiveDraft;
  issues: readonly FieldIssue[];
  onChange: (change: Partial<ObjectiveDraft>) => void;
}

const kinds = [
  { value: 'checks', label: 'Uptime' },
  { value: 'latency', label: 'Response time' },
  { value: 'ratio', label: 'PromQL' },
] as const;

const kindWords = {
  checks: 'The share of the time in which its checks are up. It is down while one of them is down.',
  latency: 'The share of the results of one check that were good and fast enough.',
  ratio: 'The share of events that were good, counted by two expressions.',
} as const;

/** What the objective is judged by. */
export function SliFields(props: ObjectiveFieldsProps & { serviceName: string | undefined }) {
  const { draft, onChange } = props;
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-sm font-medium">Measured by</legend>
      <Segmented label="Measured by" options={kinds} value={draft.kind} onChange={(kind) => onChange(kindChosen(draft, kind))} className="sm:self-start [&>button]:flex-auto" />
      <p className="text-xs text-muted">{kindWords[draft.kind]}</p>
      {draft.kind === 'ratio' ? <RatioFields {...props} /> : draft.serviceId === '' ? <p className="text-sm text-muted">Choose the service first: its checks are offered here.</p> : <OfChecks {...props} />}
    </fieldset>
  );
}

function RatioFields({ draft, issues, onChange }: ObjectiveFieldsProps) {
  return (
    <>
      <TextArea label="Good events" rows={2} value={draft.good} placeholder={'sum(increase(http_requests_total{code!~"5.."}[$window]))'} error={issueAt(issues, 'sli.good')} onChange={(event) => onChange({ good: event.target.value })} />
      <TextArea
        label="All events"
        rows={2}
        value={draft.total}
        placeholder="sum(increase(http_requests_total[$window]))"
        error={issueAt(issues, 'sli.total')}
        hint="Where the range stands write [$window]: Nines puts in the day or the hours that it asks about."
        onChange={(event) => onChange({ total: event.target.value })}
      />
    </>
  );
}

function OfChecks(props: ObjectiveFieldsProps & { serviceName: string | undefined }) {
  const query = useQuery(checkChoicesQuery(props.draft.serviceId));
  if (!query.data) return <p className="text-sm text-muted">{query.isError ? messageOf(query.error) : 'Reading the checks'}</p>;
  const { checks } = query.data;
  if (checks.length === 0) {
    return (
      <p className="rounded-base border border-warning-fill bg-warning-soft px-3 py-2 text-sm">
        {props.serviceName ?? 'The service'} has no check yet: nothing is measured until it has one.{' '}
        <Link href={`/checks/new?service=${props.draft.serviceId}`} className="font-medium underline underline-offset-4">
          Add a check
        </Link>
      </p>
    );
  }
  return props.draft.kind === 'checks' ? <UptimeFields {...props} checks={checks} /> : <LatencyFields {...props} checks={checks} />;
}

function UptimeFields({ draft, issues, onChange, checks }: ObjectiveFieldsProps & { checks: readonly CheckView[] }) {
  const error = issueAt(issues, 'sli.checkIds');
  return (
    <div className="flex min-w-0 flex-col">
      <Check label={checks.length === 1 ? 'All checks of the service: one now' : `All checks of the service: ${checks.length} now`} hint="Also those that are added later." checked={draft.isAllChecks} onChange={(event) => onChange({ isAllChecks: event.target.checked })} />
      {draft.isAllChecks ? null : (
        <div role="group" aria-label="Checks" tabIndex={-1} data-fault={error ? true : undefined} className="ml-7 flex max-h-80 min-w-0 flex-col overflow-y-auto">
          {checks.map(({ id, name, target }) => (
            <Check
              key={id}
              label={name}
              hint={<span className="break-all">{target}</span>}
              checked={draft.checkIds.includes(id)}
              onChange={(event) => onChange({ checkIds: event.target.checked ? [...draft.checkIds, id] : draft.checkIds.filter((each) => each !== id) })}
            />
          ))}
        </div>
      )}
      {error ? <p className="text-xs text-critical">{error}</p> : null}
    </div>
  );
}

function LatencyFields({ draft, issues, onChange, checks }: ObjectiveFieldsProps & { checks: readonly CheckView[] }) {
  const id = useId();
  const error = issueAt(issues, 'sli.checkId');
  return (
    <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          Check
        </label>
        <select
          id={id}
          value={draft.latencyCheckId}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => onChange({ latencyCheckId: event.target.value })}
          className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base aria-invalid:border-critical sm:text-sm"
        >
          <option value="">Choose a check</option>
          {checks.map((check) => (
            <option key={check.id} value={check.id}>
              {check.name}
            </option>
          ))}
        </select>
        {error ? (
          <p id={`${id}-error`} className="text-xs text-critical">
            {error}
          </p>
        ) : null}
      </div>
      <Field label="Fast enough up to (ms)" inputMode="numeric" autoComplete="off" value={draft.thresholdMs} error={issueAt(issues, 'sli.thresholdMs')} hint="A result that is no slower counts as good." onChange={(event) => onChange({ thresholdMs: event.target.value })} />
    </div>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { issueOf } from '@/components/scrape/issue-lookup';
import { Columns } from '@/components/scrape/job-form-parts';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/select-field';
import { messageOf } from '@/lib/errors';
import { aggregates } from '@/lib/alerts/rules/schemas';
import { ComboField } from './combo-field';
import { FilterRow } from './filter-row';
import { LabelPicker } from './label-picker';
import { labelNamesQuery, metricsQuery } from './label-queries';
import { LevelFields } from './level-fields';
import type { RuleFieldsProps } from './rule-fields';
import { aggregateWord } from './rule-sentence';

const windows = [
  { value: '0', label: 'The newest sample' },
  { value: '1m', label: 'The last minute' },
  { value: '5m', label: 'The last 5 minutes' },
  { value: '15m', label: 'The last 15 minutes' },
  { value: '1h', label: 'The last hour' },
  { value: '6h', label: 'The last 6 hours' },
  { value: '1d', label: 'The last day' },
];
const aggregateOptions = aggregates.map((value) => ({ value, label: aggregateWord[value] }));
const groupings = [
  { value: 'series', label: 'Each series' },
  { value: 'labels', label: 'Each value of some labels' },
  { value: 'all', label: 'All of them together' },
] as const;

/** A rule without PromQL: what is measured, of whom, over what time, and which level is too much. */
export function BuilderFields({ draft, issues, thresholds, onChange }: RuleFieldsProps) {
  const { builder } = draft;
  const metrics = useQuery(metricsQuery());
  const names = useQuery(labelNamesQuery(builder.metric));
  const edit = (change: Partial<typeof builder>) => onChange({ builder: { ...builder, ...change } });
  const known = metrics.data?.find(({ name }) => name === builder.metric);
  const grouping = builder.by === null ? 'series' : builder.by.length === 0 ? 'all' : 'labels';
  const windowOptions = windows.some(({ value }) => value === builder.window) ? windows : [...windows, { value: builder.window, label: `The last ${builder.window}` }];
  return (
    <div className="flex flex-col gap-4">
      <ComboField
        label="Metric"
        value={builder.metric}
        options={metrics.data?.map(({ name, type, help }) => ({ value: name, note: type, detail: help })) ?? []}
        isLoading={metrics.isPending}
        placeholder="Search by name or meaning, such as cpu"
        error={issueOf(issues, 'condition.builder.metric') ?? (metrics.isError ? `The metrics cannot be listed: ${messageOf(metrics.error)}` : undefined)}
        hint={known?.help}
        onChange={(metric) => edit({ metric: metric.trim() })}
      />
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Of series with</legend>
        {builder.matchers.map((matcher, index) => (
          <FilterRow
            key={index}
            metric={builder.metric}
            names={names.data ?? []}
            matcher={matcher}
            error={issueOf(issues, `condition.builder.matchers.${index}`)}
            onChange={(next) => edit({ matchers: builder.matchers.map((each, at) => (at === index ? next : each)) })}
            onRemove={() => edit({ matchers: builder.matchers.filter((_, at) => at !== index) })}
          />
        ))}
        <div className="flex flex-wrap items-center gap-3">
          <Button look="quiet" className="-ml-3" disabled={builder.metric === ''} onClick={() => edit({ matchers: [...builder.matchers, { label: '', operator: '=', value: '' }] })}>
            <Plus aria-hidden className="size-4" />
            Add a label
          </Button>
          {builder.matchers.length === 0 ? <span className="text-xs text-muted">any labels</span> : null}
        </div>
        {issues.some(({ path }) => path === 'condition.builder.matchers') ? <p className="text-xs text-critical">{issueOf(issues, 'condition.builder.matchers')}</p> : null}
      </fieldset>
      <Columns>
        <SelectField label="Take the" value={builder.aggregate} options={aggregateOptions} onChange={(aggregate) => edit({ aggregate })} />
        <div className="min-w-0">
          <SelectField label="Over" value={builder.window} options={windowOptions} onChange={(window) => edit({ window })} />
          <FieldFault message={issueOf(issues, 'condition.builder.windowMs')} />
        </div>
      </Columns>
      <LevelFields
        draft={draft}
        issues={issues}
        thresholds={thresholds}
        onChange={onChange}
        beside={
          <div className="flex min-w-0 flex-col gap-2">
            <SelectField
              label="One alert for"
              value={grouping}
              options={groupings}
              onChange={(next) => edit({ by: next === 'series' ? null : next === 'all' ? [] : [firstLabel(names.data ?? [])] })}
            />
            {grouping === 'labels' ? <LabelPicker names={names.data ?? []} chosen={builder.by ?? []} onChange={(by) => edit({ by })} /> : null}
            <FieldFault message={issueOf(issues, 'condition.builder.by')} />
          </div>
        }
      />
    </div>
  );
}

function FieldFault({ message }: { message: string | undefined }) {
  return message === undefined ? null : <p className="mt-1 text-xs text-critical">{message}</p>;
}

/** Most alerts are about the thing that sent the samples. */
function firstLabel(names: readonly string[]): string {
  return names.includes('instance') ? 'instance' : (names[0] ?? 'instance');
}

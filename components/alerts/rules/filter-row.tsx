'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { ComboField } from './combo-field';
import { labelValuesQuery } from './label-queries';

interface FilterRowProps {
  metric: string;
  names: readonly string[];
  matcher: AlertMatcher;
  error: string | undefined;
  onChange: (matcher: AlertMatcher) => void;
  onRemove: () => void;
}

const operators: readonly { value: AlertMatcher['operator']; label: string }[] = [
  { value: '=', label: 'is' },
  { value: '!=', label: 'is not' },
  { value: '=~', label: 'matches' },
  { value: '!~', label: 'does not match' },
];

/** One condition on a label, with the values that the metric has. */
export function FilterRow({ metric, names, matcher, error, onChange, onRemove }: FilterRowProps) {
  const { label, operator, value } = matcher;
  const values = useQuery(labelValuesQuery(metric, label));
  const name = label || 'the label';
  return (
    <div className="flex flex-col gap-1">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto]">
        <ComboField label="Label" isLabelHidden value={label} placeholder="label" options={names.map((each) => ({ value: each }))} onChange={(next) => onChange({ ...matcher, label: next })} />
        <select
          aria-label={`Condition on ${name}`}
          value={operator}
          onChange={(event) => onChange({ ...matcher, operator: operators.find((each) => each.value === event.target.value)?.value ?? '=' })}
          className="h-11 min-w-0 rounded-base border border-line-strong bg-surface px-2 text-base sm:text-sm"
        >
          {operators.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </select>
        <ComboField
          label={`Value of ${name}`}
          isLabelHidden
          value={value}
          placeholder={operator === '=~' || operator === '!~' ? 'a regular expression' : 'value'}
          isLoading={values.isLoading}
          options={values.data?.map((each) => ({ value: each })) ?? []}
          onChange={(next) => onChange({ ...matcher, value: next })}
        />
        <Button look="quiet" size="icon" className="sm:size-11" aria-label={`Remove ${name}`} onClick={onRemove}>
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      {error ? <p className="text-xs text-critical">{error}</p> : null}
    </div>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { alertsOf, titleOf } from '@/components/alerts/alert-words';
import { MatcherRow } from '@/components/alerts/matcher-row';
import { writtenMatchers } from '@/components/alerts/rules/rule-draft';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { Button } from '@/components/ui/button';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { messageOf } from '@/lib/errors';
import { matchedQuery } from './suppression-queries';

interface MatcherFieldsProps {
  legend: string;
  matchers: readonly AlertMatcher[];
  error: string | undefined;
  onChange: (matchers: AlertMatcher[]) => void;
}

/** Conditions on labels, all of which must hold, and what they match now. */
export function MatcherFields({ legend, matchers, error, onChange }: MatcherFieldsProps) {
  const set = (at: number, matcher: AlertMatcher | null) => onChange(matchers.flatMap((each, index) => (index === at ? (matcher ? [matcher] : []) : [each])));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {matchers.map((matcher, index) => (
        <MatcherRow key={index} matcher={matcher} onChange={(next) => set(index, next)} onRemove={() => set(index, null)} />
      ))}
      {error ? (
        <p data-fault tabIndex={-1} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
      <Button look="quiet" className="-ml-3 self-start" onClick={() => onChange([...matchers, { label: '', operator: '=', value: '' }])}>
        <Plus aria-hidden className="size-4" />
        Add a label
      </Button>
      <Matched matchers={matchers} />
    </fieldset>
  );
}

const named = 3;
const settleMs = 300;

function Matched({ matchers }: { matchers: readonly AlertMatcher[] }) {
  const asked = useSettled(JSON.stringify(writtenMatchers(matchers)), settleMs);
  const query = useQuery(matchedQuery(JSON.parse(asked) as AlertMatcher[]));
  const { data } = query;
  if (asked === '[]') return <p className="text-sm text-muted">Name at least one label, such as alertname or instance.</p>;
  return (
    <p role="status" className={query.isError ? 'text-sm break-words text-critical' : 'text-sm break-words text-muted'}>
      {query.isError
        ? messageOf(query.error)
        : !data
          ? 'Looking for what matches'
          : data.total === 0
            ? 'Matches no open alert now; it mutes what comes.'
            : `Matches ${alertsOf(data.total)} of now${data.isComplete ? '' : ' or more'}: ${data.alerts.slice(0, named).map(titleOf).join(', ')}${data.total > named ? ', ...' : ''}.`}
    </p>
  );
}

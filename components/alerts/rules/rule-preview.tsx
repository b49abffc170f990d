'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import type { z } from 'zod';
import { SeverityMark } from '@/components/alerts/alert-mark';
import { severityWord } from '@/components/alerts/alert-words';
import { formatValue } from '@/components/explore/number-text';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import { StateIcon } from '@/components/ui/state';
import type { previewAlertRule } from '@/lib/alerts/rules/api';
import { isAppError, messageOf } from '@/lib/errors';
import { counted } from './rule-words';

type Preview = z.output<(typeof previewAlertRule)['response']>;

interface RulePreviewProps {
  query: UseQueryResult<Preview>;
  /** Whether there is enough of the rule to look. */
  isComplete: boolean;
  /** How long it must hold, in words; empty for none. */
  forWords: string;
}

const shown = 8;

/** What the rule as it is typed would find at this moment. */
export function RulePreview({ query, isComplete, forWords }: RulePreviewProps) {
  const { data } = query;
  return (
    <Card aria-labelledby="preview-title" aria-busy={query.isFetching} className="min-w-0">
      <div className="flex items-center gap-2 px-4 py-3">
        <Eye aria-hidden className="size-4 text-muted" />
        <h2 id="preview-title" className="text-sm font-medium">
          Now
        </h2>
      </div>
      <div role="status" className={cn('border-t px-4 py-3 text-sm transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
        {!isComplete ? (
          <p className="text-muted">What the rule would find now is shown here, as soon as it says what to measure and a level.</p>
        ) : query.isError ? (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        ) : !data ? (
          <Skeleton className="h-16" />
        ) : (
          <Found data={data} forWords={forWords} />
        )}
      </div>
    </Card>
  );
}

/** What is wrong with a field is told at the field. */
function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (isAppError(error) && error.issues.length > 0) return <p className="text-muted">Something in the form is to be corrected first.</p>;
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="text-critical">{messageOf(error)}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

function Found({ data, forWords }: { data: Preview; forWords: string }) {
  const isQuiet = data.total === 0;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-start gap-2 font-medium">
        {isQuiet ? <StateIcon state={data.dataSeries === 0 ? 'unknown' : 'ok'} className="mt-0.5" /> : <SeverityMark severity={data.alerts[0]?.severity ?? 'warning'} state="firing" className="mt-0.5" />}
        <span>
          {isQuiet ? 'Would not fire now' : `Would fire now for ${counted(data.total, 'series', 'series')}`}
          <span className="font-normal text-muted">
            {data.dataSeries === null ? '' : `, of ${counted(data.dataSeries, 'series', 'series')} with data`}
            {!isQuiet && forWords !== '' ? `, if it lasts ${forWords}` : ''}
          </span>
        </span>
      </p>
      {data.warnings.map((warning) => (
        <p key={warning} className="flex items-start gap-2">
          <StateIcon state="warning" className="mt-0.5" />
          <span className="min-w-0 break-words">{warning}</span>
        </p>
      ))}
      {isQuiet ? null : (
        <ul className="-mx-4 divide-y border-t">
          {data.alerts.slice(0, shown).map((alert) => (
            <li key={alert.severity + alert.fingerprint} className="flex items-start gap-3 px-4 py-2">
              <SeverityMark severity={alert.severity} state="firing" className="mt-0.5" />
              <div className="min-w-0 flex-1">
                <p className="break-words">
                  <span className="sr-only">{severityWord[alert.severity]}: </span>
                  {alert.annotations.summary ?? alert.labels.alertname}
                </p>
                <p className="font-mono text-xs break-words text-muted">{labelText(alert.labels)}</p>
              </div>
              <span className="font-medium whitespace-nowrap">{alert.value === null ? 'no value' : formatValue(alert.value)}</span>
            </li>
          ))}
        </ul>
      )}
      {data.total > shown ? <p className="text-xs text-muted">and {(data.total - shown).toLocaleString('en')} more</p> : null}
    </div>
  );
}

const told: ReadonlySet<string> = new Set(['alertname', 'severity']);

/** The labels that tell an alert from the others of its rule. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).filter(([name]) => !told.has(name));
  return pairs.length === 0 ? 'no labels' : pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
}

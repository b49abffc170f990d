'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, CircleDashed, OctagonX, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { formatClock } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { SelectField } from '@/components/ui/select-field';
import { Skeleton } from '@/components/ui/skeleton';
import type { PagingStep } from '@/lib/alerts/api';
import { messageOf } from '@/lib/errors';
import { accountQuery } from './alert-queries';
import { stageWord } from './timeline-events';
import { usePeople } from './use-people';
import type { Viewer } from './viewer';

const signs: Record<PagingStep['decision'], { icon: LucideIcon; word: string }> = {
  passed: { icon: ArrowDown, word: 'Passed' },
  stopped: { icon: OctagonX, word: 'Stopped here' },
  waiting: { icon: CircleDashed, word: 'Waiting' },
};

/** Why somebody was, or was not, paged: each decision on the way, in its order. */
export function PagingAccount({ id, viewer }: { id: string; viewer: Viewer }) {
  const zone = useZone();
  const people = usePeople(viewer);
  const [personId, setPersonId] = useState('');
  const query = useQuery(accountQuery(id, personId === '' ? null : personId));
  const { data } = query;
  return (
    <Card aria-labelledby="account-title" aria-busy={query.isPlaceholderData} className={cn('transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
      <CardHeader id="account-title" title="Why was somebody paged, or not?" />
      <div className="px-4 pb-3">
        <SelectField
          label="Person"
          value={personId}
          onChange={setPersonId}
          options={[{ value: '', label: 'Everybody' }, ...people.map(({ id: value, name }) => ({ value, label: name }))]}
        />
      </div>
      {data ? (
        <>
          <p role="status" className="border-t px-4 py-3 text-sm font-medium break-words">
            {data.conclusion}
          </p>
          <ol aria-label="Decisions" className="divide-y border-t">
            {data.steps.map((step, index) => {
              const { icon: Icon, word } = signs[step.decision];
              return (
                <li key={index} data-decision={step.decision} className="flex items-start gap-3 px-4 py-2 text-sm">
                  <Icon aria-label={word} role="img" className={cn('mt-0.5 size-4 shrink-0', step.decision === 'stopped' ? 'text-ink' : 'text-muted')} />
                  <div className="min-w-0">
                    <p className={cn('break-words', step.decision === 'stopped' && 'font-medium')}>{step.reason}</p>
                    <p className="text-xs text-muted">
                      {stageWord[step.stage]}: {step.outcome.replaceAll('_', ' ')}
                      {step.subject && step.subject.name !== '' ? `, ${step.subject.name}` : ''}
                      {step.at !== null && zone ? `, ${formatClock(step.at, zone)}` : ''}
                    </p>
                  </div>
                </li>
              );
            })}
          </ol>
        </>
      ) : query.isError ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3 text-sm">
          <span className="min-w-0">The account cannot be read. {messageOf(query.error)}</span>
          <Button onClick={() => void query.refetch()}>Try again</Button>
        </div>
      ) : (
        <Skeleton className="mx-4 mb-4 h-24" />
      )}
    </Card>
  );
}

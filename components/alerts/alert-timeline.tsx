'use client';

import { useState, type ReactNode } from 'react';
import { formatClock } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import type { AlertEvent } from '@/lib/alerts/schemas';
import { stageWord, timelineOf } from './timeline-events';

interface AlertTimelineProps {
  events: readonly AlertEvent[];
  nowMs: number;
  /** Where a comment is written. */
  children: ReactNode;
}

const shownAtFirst = 20;

/** What happened, the newest first. */
export function AlertTimeline({ events, nowMs, children }: AlertTimelineProps) {
  const zone = useZone();
  const [isWhole, setIsWhole] = useState(false);
  const [isLong, setIsLong] = useState(false);
  const story = timelineOf(events, isWhole);
  const shown = isLong ? story : story.slice(0, shownAtFirst);
  const left = events.length - timelineOf(events, false).length;
  return (
    <Card aria-labelledby="timeline-title">
      <CardHeader id="timeline-title" title="Timeline" note="the newest first" />
      {children}
      {story.length === 0 ? <p className="border-t px-4 py-6 text-sm text-muted">Nothing happened yet. What is done to the alert, and who is told, is listed here.</p> : null}
      <ol className="divide-y border-t">
        {shown.map((event) => (
          <li key={event.id} data-stage={event.stage} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-3 px-4 py-2 text-sm">
            <span className="text-xs leading-5 text-muted">{zone ? <time dateTime={new Date(event.at).toISOString()}>{formatClock(event.at, zone)}</time> : null}</span>
            <div className="min-w-0">
              <p className={cn('break-words whitespace-pre-line', event.stage === 'comment' && 'rounded-base bg-sunken px-3 py-2')}>{event.reason}</p>
              <p className="text-xs text-muted">
                {stageWord[event.stage]}
                {event.actor ? ` by ${event.actor.name}` : ''}
                {event.subject && event.subject.name !== '' ? `, ${event.subject.name}` : ''}
                {', '}
                <Since atMs={event.at} nowMs={nowMs} form="ago" />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {story.length > shownAtFirst || left > 0 ? (
        <div className="flex flex-wrap gap-2 border-t px-2 py-1">
          {story.length > shownAtFirst ? (
            <Button look="quiet" onClick={() => setIsLong(!isLong)}>
              {isLong ? 'Show the newest 20' : `Show all ${story.length}`}
            </Button>
          ) : null}
          {left > 0 ? (
            <Button look="quiet" aria-pressed={isWhole} onClick={() => setIsWhole(!isWhole)}>
              {isWhole ? 'Show the story alone' : `Show every decision (${left} more)`}
            </Button>
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}

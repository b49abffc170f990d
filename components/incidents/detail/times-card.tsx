import { Pencil } from 'lucide-react';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { isOpen } from '@/lib/incidents/life-cycle';
import { milestones, type Incident, type Milestone } from '@/lib/incidents/schemas';
import { milestoneWord } from '../incident-words';
import { intervalsOf } from './intervals';

interface TimesCardProps {
  incident: Incident;
  nowMs: number;
  onCorrect: ((milestone: Milestone) => void) | null;
}

/** When it began, was noticed, taken, mended and over, and how long that took. */
export function TimesCard({ incident, nowMs, onCorrect }: TimesCardProps) {
  const zone = useZone();
  return (
    <Card aria-labelledby="times-title">
      <CardHeader id="times-title" title="Times" />
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 border-t px-4 py-3">
        {intervalsOf(incident, nowMs).map(({ name, lengthMs, isRunning }) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="text-sm font-medium">
              {lengthMs === null ? <span className="font-normal text-muted">Not known</span> : formatDuration(lengthMs)}
              {isRunning ? <span className="font-normal text-muted"> so far</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      <dl className="divide-y border-t">
        {milestones.map((milestone) => {
          const at = incident.times[milestone];
          return (
            <div key={milestone} className="flex min-h-11 items-center gap-3 py-1 pr-2 pl-4 text-sm sm:min-h-9">
              <dt className="w-28 shrink-0 text-muted">{milestoneWord[milestone]}</dt>
              <dd className="min-w-0 flex-1">{at === null ? <span className="text-muted">{isStillToCome(incident, milestone) ? 'Not yet' : 'Not known'}</span> : zone === null ? '' : <time dateTime={new Date(at).toISOString()}>{formatAbsolute(at, zone)}</time>}</dd>
              {onCorrect && (at !== null || milestone !== 'resolved') ? (
                <dd>
                  <Button look="quiet" size="icon" aria-label={`Correct when it was ${milestoneWord[milestone].toLowerCase()}`} onClick={() => onCorrect(milestone)}>
                    <Pencil aria-hidden className="size-3.5 text-muted" />
                  </Button>
                </dd>
              ) : null}
            </div>
          );
        })}
      </dl>
    </Card>
  );
}

/** What is over, or came further already, has passed it without anybody knowing when. */
function isStillToCome({ state, times }: Incident, milestone: Milestone): boolean {
  return isOpen(state) && milestones.slice(milestones.indexOf(milestone) + 1).every((later) => times[later] === null);
}

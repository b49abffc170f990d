'use client';

import { ArrowRight, ChevronRight, X } from 'lucide-react';
import { Since } from '@/components/time/since';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import type { CheckEvent } from '@/lib/checks/schemas';
import { barTime } from './bar-words';
import type { Piece } from './history-range';
import { CheckMark, CheckStateWord, MaintenanceMark } from './check-mark';
import { checkStateWord } from './check-words';
import { Evidence } from './evidence';
import { stretchesOf } from './stretches';

interface CheckEventsProps {
  events: readonly CheckEvent[];
  nowMs: number;
  /** Only the changes that matter in the time of this bar. */
  picked: Piece | null;
  onAll: () => void;
}

/** Each change of state with what was seen at that moment, the newest first. */
export function CheckEvents({ events, nowMs, picked, onAll }: CheckEventsProps) {
  const zone = useZone();
  const stretches = stretchesOf(events, nowMs);
  const shown = picked === null ? stretches : stretches.filter(({ fromMs, toMs }) => fromMs < picked.to && toMs > picked.from);
  const newestBad = stretches.find(({ event }) => event.to === 'down' || event.to === 'degraded')?.event.id;
  return (
    <Card id="changes" aria-labelledby="changes-title" className="scroll-mt-20">
      <CardHeader id="changes-title" title="What changed" note={events.length >= mostEvents ? `the newest ${mostEvents}` : undefined} />
      {picked === null ? null : (
        <p className="flex flex-wrap items-center justify-between gap-2 border-t bg-sunken px-4 py-1 text-xs">
          <span>{zone === null ? '' : barTime(picked, nowMs - picked.from, zone)}</span>
          <Button look="quiet" className="-mr-3" onClick={onAll}>
            <X aria-hidden className="size-4" />
            Show all changes
          </Button>
        </p>
      )}
      {shown.length === 0 ? (
        <p className="border-t px-4 py-6 text-sm text-muted">{events.length === 0 ? 'Nothing changed yet. The first result decides the first state.' : 'No change of state that is kept reaches into this time.'}</p>
      ) : (
        <ol aria-label="Changes of state" className="divide-y border-t">
          {shown.map(({ event, lengthMs }) => (
            <li key={event.id} data-event={event.to}>
              <details open={picked !== null || event.id === newestBad} className="group">
                <summary className="grid min-h-12 list-none grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 px-4 py-2 hover:bg-sunken focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
                  <CheckMark state={event.to} className="mt-0.5" />
                  <span className="min-w-0">
                    <span className="flex flex-wrap items-center gap-x-1 text-sm">
                      <span className="text-muted">{checkStateWord[event.from]}</span>
                      <ArrowRight aria-label="to" className="size-3 text-muted" />
                      <CheckStateWord state={event.to} />
                      {event.maintenance ? (
                        <span className="ml-2">
                          <MaintenanceMark name={event.maintenance.name} />
                        </span>
                      ) : null}
                    </span>
                    <span className="block text-xs break-words text-muted">{event.reason}</span>
                  </span>
                  <span className="flex items-start gap-2 text-right text-xs whitespace-nowrap text-muted">
                    <span>
                      <Since atMs={event.at} nowMs={nowMs} form="ago" />
                      <span className="block">{lengthMs === null ? 'until now' : `for ${formatDuration(lengthMs)}`}</span>
                    </span>
                    <ChevronRight aria-hidden className="mt-0.5 size-3.5 transition-transform duration-100 group-open:rotate-90" />
                  </span>
                </summary>
                <div className="px-4 pt-1 pb-4 sm:pl-11">
                  <p className="mb-2 text-xs text-muted">{zone === null ? '' : formatAbsolute(event.at, zone)}</p>
                  {event.evidence ? <Evidence evidence={event.evidence} atMs={event.at} said={event.reason} /> : <p className="text-xs text-muted">Nothing was seen at that moment: the change came from the time that passed.</p>}
                </div>
              </details>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

const mostEvents = 100;

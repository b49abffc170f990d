'use client';

import type { ReactNode } from 'react';
import { alertsOf } from '@/components/alerts/alert-words';
import type { IncidentAnswer } from '@/components/incidents/incident-words';
import { formatClock } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { useZone } from '@/components/time/zone';
import { StateIcon, stateWord } from '@/components/ui/state';
import { cn } from '@/components/ui/cn';
import type { HealthFrame } from '@/lib/health/schemas';
import type { State } from '@/lib/health/vitals';
import { isStale, type Connection } from '@/lib/realtime/connection';

const frames: Record<State, string> = {
  ok: 'border-line bg-surface',
  unknown: 'border-line border-dashed bg-surface',
  warning: 'border-warning-fill bg-warning-soft',
  critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

/** Lateness below this is ordinary jitter of a busy machine. */
const lateMs = 250;

/** A machine that is well is not the whole answer while an incident is open or alerts fire. */
function sentenceOf({ state, sentence }: HealthFrame, firing: number, incident: IncidentAnswer | null): string {
  if (incident) return state === 'ok' ? incident.sentence : `${incident.sentence} ${sentence}`;
  return state === 'ok' && firing > 0 ? `This machine is well, but ${alertsOf(firing)} ${firing === 1 ? 'fires' : 'fire'}.` : sentence;
}

/** The worse of this machine and of the incidents. */
function stateOf({ state }: HealthFrame, incident: IncidentAnswer | null): State {
  if (state === 'critical' || incident?.tone === 'critical') return 'critical';
  return incident?.tone === 'warning' && state !== 'warning' ? 'warning' : state;
}

/** The answer first: is all well, and if not what is, since when, and what to do next. */
export function StatusBanner({ frame, firing, incident, connection }: { frame: HealthFrame; firing: number; incident: IncidentAnswer | null; connection: Connection | null }) {
  const zone = useZone();
  const stale = connection !== null && isStale(connection);
  const state = stale ? 'unknown' : stateOf(frame, incident);
  const sinceClock = stale && zone ? formatClock(connection.sinceMs, zone) : '';
  const sentence = stale ? `No fresh numbers since ${sinceClock}.` : sentenceOf(frame, firing, incident);
  return (
    <section aria-label="Status" data-state={state} className={cn('rounded-base border p-4', frames[state])}>
      <div className="flex items-start gap-3">
        <StateIcon state={state} className="mt-1 size-6" />
        <div className="min-w-0 flex-1">
          <div role="status">
            <span className="sr-only">{stateWord[state]}: </span>
            <span className="block text-2xl leading-8 font-semibold tracking-tight text-balance">{sentence}</span>
          </div>
          <p className="text-sm text-muted">
            {stale ? (
              'Last known on '
            ) : (
              <>
                {stateWord[frame.state]} <Since atMs={frame.since} nowMs={frame.at} form="for" />
                {' on '}
              </>
            )}
            <span className="font-medium break-words text-ink">{frame.instance}</span>
            {stale ? `: ${frame.sentence}` : null}
          </p>
          {frame.advice && !stale ? (
            <p className="mt-2 text-sm text-pretty">
              <span className="font-medium">Next: </span>
              {frame.advice}
            </p>
          ) : null}
          <Footnotes frame={frame} />
        </div>
      </div>
    </section>
  );
}

function Footnotes({ frame }: { frame: HealthFrame }) {
  const isLate = frame.latenessMs >= lateMs;
  // What leaves a tile without a value is told on that tile.
  const onTiles = new Set(frame.vitals.filter((vital) => vital.state === 'unknown').map((vital) => vital.reason));
  const unknown = frame.unknown.filter((each) => !onTiles.has(each.reason));
  if (!isLate && unknown.length === 0) return null;
  return (
    <ul className="mt-3 flex flex-col gap-1 border-t pt-3 text-xs text-muted">
      {isLate ? <Footnote>The collector was {Math.round(frame.latenessMs)} ms late at the last sample.</Footnote> : null}
      {unknown.map((each) => (
        <Footnote key={each.source}>
          <span className="font-medium text-unknown">{each.source}</span> cannot be read: {each.reason}
        </Footnote>
      ))}
    </ul>
  );
}

function Footnote({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <StateIcon state="unknown" className="mt-0.5 size-3.5" />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}

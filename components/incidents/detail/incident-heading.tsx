import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Viewer } from '@/components/alerts/viewer';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { isOpen } from '@/lib/incidents/life-cycle';
import { severityShown, beganAt } from '../incident-words';
import { useIncidentSeverities } from '../incident-queries';
import { IncidentSeverityMark } from '../severity-mark';
import { IncidentStateMark } from '../state-mark';
import type { IncidentData } from './incident-data';
import { durationOf } from './intervals';
import { ViewersLine } from './viewers-line';

interface IncidentHeadingProps {
  data: IncidentData;
  viewer: Viewer;
  nowMs: number;
  canUpdate: boolean;
  isPending: boolean;
  onTakeLead: () => void;
  /** The switch that watches. */
  corner: ReactNode;
  children: ReactNode;
}

const frames = { critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill', warning: 'border-warning-fill bg-warning-soft', info: 'border-line bg-surface' };

/** What is broken, since when, who leads and what comes next: all that the first screen of a phone has to answer. */
export function IncidentHeading({ data, viewer, nowMs, canUpdate, isPending, onTakeLead, corner, children }: IncidentHeadingProps) {
  const { incident, next, viewers } = data;
  const severities = useIncidentSeverities();
  const isOver = !isOpen(incident.state);
  const isLoud = !isOver && incident.times.acknowledged === null;
  const { look } = severityShown(severities, incident.severity);
  return (
    <header data-state={incident.state} className={cn('flex flex-col gap-4 rounded-base border p-4 lg:flex-row lg:items-start lg:justify-between', isLoud ? frames[look] : 'bg-surface')}>
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <div className="flex items-center justify-between gap-3">
          <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 py-1">
            <IncidentSeverityMark severities={severities} severity={incident.severity} isCalm={isOver} className="text-sm" />
            <span className="text-sm text-muted">#{incident.number}</span>
            <IncidentStateMark state={incident.state} className="text-sm" />
          </p>
          {corner}
        </div>
        <h1 className="-mt-2 text-2xl leading-8 font-semibold tracking-tight break-words">{incident.title}</h1>
        {incident.services.length > 0 ? <Touched services={incident.services} /> : null}
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:flex sm:flex-wrap sm:gap-x-10">
          <Lasting data={data} nowMs={nowMs} />
          <div className="min-w-0">
            <dt className="text-xs text-muted">Lead</dt>
            <dd className="min-w-0 text-base leading-7 font-semibold break-words">{incident.roles.lead?.name ?? (isOver ? 'Nobody led' : 'Nobody leads')}</dd>
            {incident.roles.lead === null && canUpdate && !isOver ? (
              <dd>
                <Button className="mt-1" disabled={isPending} onClick={onTakeLead}>
                  Take the lead
                </Button>
              </dd>
            ) : incident.roles.lead?.id === viewer.id ? (
              <dd className="text-xs text-muted">That is you.</dd>
            ) : null}
          </div>
        </dl>
        {incident.mergedInto ? (
          <p className="text-sm">
            It was merged into{' '}
            <Link href={`/incidents/${incident.mergedInto.id}`} className="font-medium underline underline-offset-4">
              incident #{incident.mergedInto.number}
            </Link>
            . Work on that one.
          </p>
        ) : (
          // It tells the minutes: read out at each change, it would talk all the time.
          <p role="status" aria-live="off" aria-label="What next" className="flex items-start gap-2 border-t border-line-strong/40 pt-3 text-base font-medium text-pretty">
            <ArrowRight aria-hidden className="mt-0.5 size-5 shrink-0" />
            <span className="min-w-0 break-words">
              <span className="sr-only">Next: </span>
              {next}
            </span>
          </p>
        )}
        <ViewersLine viewers={viewers} selfId={viewer.id} />
      </div>
      {children}
    </header>
  );
}

function Lasting({ data: { incident }, nowMs }: { data: IncidentData; nowMs: number }) {
  const zone = useZone();
  const began = beganAt(incident);
  const isOver = !isOpen(incident.state);
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{isOver ? 'Lasted' : 'Running for'}</dt>
      <dd className="text-base leading-7 font-semibold">
        <time dateTime={new Date(began).toISOString()}>{formatDuration(durationOf(incident, nowMs))}</time>
      </dd>
      <dd className="text-xs text-muted">
        {zone ? `since ${formatAbsolute(began, zone)}` : ''}
        {incident.reopened > 0 ? `, opened again ${incident.reopened === 1 ? 'once' : `${incident.reopened} times`}` : ''}
      </dd>
    </div>
  );
}

const shownServices = 4;

function Touched({ services }: { services: IncidentData['incident']['services'] }) {
  return (
    <p className="text-sm break-words text-muted">
      Touches{' '}
      {services.slice(0, shownServices).map(({ id, name, isGone }, index) => (
        <span key={id}>
          {index === 0 ? '' : ', '}
          {isGone ? (
            `${name} (deleted)`
          ) : (
            <Link href={`/services/${id}`} prefetch={false} className="-my-3 inline-block py-3 text-ink underline underline-offset-4 sm:my-0 sm:py-0">
              {name}
            </Link>
          )}
        </span>
      ))}
      {services.length > shownServices ? ` and ${services.length - shownServices} more` : ''}
    </p>
  );
}

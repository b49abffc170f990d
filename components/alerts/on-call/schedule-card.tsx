'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2, UserCheck } from 'lucide-react';
import Link from 'next/link';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { formatDuration } from '@/components/time/format';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { StateIcon } from '@/components/ui/state';
import { deleteOverride, type readOnCall } from '@/lib/alerts/on-call/api';
import type { ScheduleView } from '@/lib/alerts/on-call/schemas';
import { messageOf } from '@/lib/errors';
import { onCallKey, shiftsQuery } from './on-call-queries';
import { ShiftTimeline, shortTime } from './shift-timeline';
import { gapMs } from './timeline';

export type Duty = z.output<(typeof readOnCall)['response']>['schedules'][number];

interface ScheduleCardProps {
  duty: Duty;
  /** Undefined until it was read. */
  schedule: ScheduleView | undefined;
  /** Names of people, as far as they may be seen. */
  people: ReadonlyMap<string, string>;
  nowMs: number;
  zone: string;
  canTakeOver: boolean;
  canEdit: boolean;
  onTakeOver: () => void;
  onDelete: () => void;
}

const hourMs = 3_600_000;
const shownMs = 14 * 24 * hourMs;

/** Who is on call now and next in a schedule, and over the two weeks to come. */
export function ScheduleCard({ duty, schedule, people, nowMs, zone, canTakeOver, canEdit, onTakeOver, onDelete }: ScheduleCardProps) {
  const { id, name, timeZone, now, next } = duty;
  const fromMs = Math.floor(nowMs / hourMs) * hourMs;
  const shifts = useQuery(shiftsQuery(id, fromMs, fromMs + shownMs));
  const isNobody = now.userId === null;
  const gap = shifts.data ? gapMs(shifts.data.shifts) : 0;
  return (
    <Card aria-labelledby={`schedule-${id}`} data-schedule={name} className="flex flex-col gap-3 px-4 py-3">
      <header className="flex min-w-0 flex-col gap-3 sm:flex-row sm:items-start sm:justify-between">
        <div className="flex min-w-0 items-start gap-3">
          <StateIcon state={isNobody ? 'critical' : 'ok'} className="mt-1" />
          <div className="min-w-0">
            <h2 id={`schedule-${id}`} className="text-xs break-words text-muted">
              {name}
            </h2>
            <p className={isNobody ? 'text-base font-semibold text-critical' : 'text-base font-semibold break-words'}>{isNobody ? 'Nobody is on call' : `${now.userName ?? 'Somebody who left'} is on call`}</p>
            <p className="text-xs text-muted">
              {now.source === 'override' ? 'Taken over, ' : ''}
              {now.until === null ? 'without an end' : `until ${both(now.until, zone, timeZone)}, for ${formatDuration(now.until - nowMs)} more`}
            </p>
            <p className="text-xs text-muted">{next ? `Next: ${next.userName ?? 'somebody who left'} from ${both(next.startsAt, zone, timeZone)}` : 'Nobody comes after that.'}</p>
          </div>
        </div>
        {canTakeOver ? (
          <div className="flex shrink-0 gap-1 sm:-mr-2">
            <Button aria-label={`Take over ${name}`} onClick={onTakeOver}>
              <UserCheck aria-hidden className="size-4" />
              Take over
            </Button>
            {canEdit ? (
              <>
                <Link href={`/on-call/schedules/${id}`} aria-label={`Edit ${name}`} title="Edit" className={buttonStyle({ look: 'quiet', size: 'icon' })}>
                  <Pencil aria-hidden className="size-4 text-muted" />
                </Link>
                <Button look="quiet" size="icon" aria-label={`Delete ${name}`} title="Delete" disabled={!schedule} onClick={onDelete}>
                  <Trash2 aria-hidden className="size-4 text-muted" />
                </Button>
              </>
            ) : null}
          </div>
        ) : null}
      </header>
      {gap > 0 ? (
        <p className="flex items-start gap-2 text-sm text-critical">
          <StateIcon state="critical" className="mt-0.5" />
          Nobody is on call for {formatDuration(gap)} of the next two weeks.
        </p>
      ) : null}
      {shifts.data ? (
        <ShiftTimeline label={`Shifts of ${name}`} shifts={shifts.data.shifts} fromMs={fromMs} toMs={fromMs + shownMs} nowMs={nowMs} zone={zone} />
      ) : shifts.isError ? (
        <p role="alert" className="text-sm text-critical">
          {messageOf(shifts.error)}
        </p>
      ) : (
        <Skeleton className="h-14" />
      )}
      {schedule ? <Overrides schedule={schedule} people={people} nowMs={nowMs} zone={zone} canTakeOver={canTakeOver} /> : null}
    </Card>
  );
}

const shownOverrides = 20;

function Overrides({ schedule, people, nowMs, zone, canTakeOver }: Pick<ScheduleCardProps, 'people' | 'nowMs' | 'zone' | 'canTakeOver'> & { schedule: ScheduleView }) {
  const queries = useQueryClient();
  const takeBack = useMutation({
    mutationFn: (overrideId: string) => callEndpoint(deleteOverride, { params: { id: schedule.id, overrideId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: onCallKey }),
  });
  const open = schedule.settings.overrides.filter(({ endsAt }) => endsAt > nowMs).slice(0, shownOverrides);
  if (open.length === 0) return null;
  return (
    <ul aria-label={`Who takes over in ${schedule.settings.name}`} className="flex flex-col gap-1 border-t pt-2 text-sm">
      {open.map(({ id, userId, startsAt, endsAt, reason }) => (
        <li key={id} className="flex min-w-0 flex-wrap items-center justify-between gap-x-3">
          <span className="min-w-0 break-words">
            {people.get(userId) ?? 'Somebody'} takes over, {shortTime(startsAt, zone)} to {shortTime(endsAt, zone)}
            {reason === '' ? '' : `: ${reason}`}
          </span>
          {canTakeOver ? (
            <Button look="quiet" disabled={takeBack.isPending} onClick={() => takeBack.mutate(id)}>
              Take back
            </Button>
          ) : null}
        </li>
      ))}
      {takeBack.isError ? (
        <li role="alert" className="text-critical">
          {messageOf(takeBack.error)}
        </li>
      ) : null}
    </ul>
  );
}

/** A moment in the zone of who looks and, where it differs, in that of the schedule. */
function both(atMs: number, zone: string, scheduleZone: string): string {
  const own = shortTime(atMs, zone);
  const there = shortTime(atMs, scheduleZone);
  return own === there ? own : `${own} (${there} in ${scheduleZone})`;
}

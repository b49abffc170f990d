'use client';

import { useQuery } from '@tanstack/react-query';
import { BellOff, CalendarClock, History } from 'lucide-react';
import { alertsOf } from '@/components/alerts/alert-words';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import type { SilenceView } from '@/lib/alerts/suppression/schemas';
import { MatcherChips } from './matcher-chips';
import { matchedQuery } from './suppression-queries';

interface SilenceRowProps {
  silence: SilenceView;
  nowMs: number;
  canEdit: boolean;
  isBusy: boolean;
  /** Asks how many alerts it matches now. */
  isCounted: boolean;
  onExtend: (byMs: number) => void;
  onEdit: () => void;
  onExpire: () => void;
  onRepeat: () => void;
}

const hourMs = 3_600_000;
const icons = { active: BellOff, pending: CalendarClock, expired: History } as const;

/** One silence: whom it mutes, why, by whom and how much longer. */
export function SilenceRow({ silence, nowMs, canEdit, isBusy, isCounted, onExtend, onEdit, onExpire, onRepeat }: SilenceRowProps) {
  const { state, matchers, comment, createdBy } = silence;
  const Icon = icons[state];
  const name = comment.length > 40 ? `${comment.slice(0, 40)}...` : comment;
  return (
    <li data-silence={silence.id} data-state={state} className="flex flex-col gap-3 px-4 py-3 sm:flex-row sm:items-start sm:justify-between">
      <div className="flex min-w-0 items-start gap-3">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
        <div className="flex min-w-0 flex-col gap-1">
          <p className="text-sm font-medium break-words">{comment}</p>
          <MatcherChips matchers={matchers} />
          <p className="text-xs text-muted">
            <Remaining silence={silence} nowMs={nowMs} /> · by {createdBy.name}
            {isCounted && state === 'active' ? <Muted silence={silence} /> : null}
          </p>
        </div>
      </div>
      {!canEdit ? null : state === 'expired' ? (
        <Button className="self-start" aria-label={`Silence again: ${name}`} onClick={onRepeat}>
          Silence again
        </Button>
      ) : (
        <div className="flex flex-wrap gap-2 sm:shrink-0 sm:flex-nowrap">
          <Button disabled={isBusy} aria-label={`Extend 1 h: ${name}`} onClick={() => onExtend(hourMs)}>
            Extend 1 h
          </Button>
          <Button disabled={isBusy} aria-label={`Change: ${name}`} onClick={onEdit}>
            Change
          </Button>
          <Button disabled={isBusy} aria-label={`Expire: ${name}`} onClick={onExpire}>
            Expire
          </Button>
        </div>
      )}
    </li>
  );
}

function Remaining({ silence: { state, startsAt, endsAt }, nowMs }: { silence: SilenceView; nowMs: number }) {
  const zone = useZone();
  const title = zone === null ? undefined : `${formatAbsolute(startsAt, zone)} to ${formatAbsolute(endsAt, zone)}`;
  const words =
    state === 'expired'
      ? `ended ${formatDuration(nowMs - endsAt)} ago`
      : state === 'pending'
        ? `begins in ${formatDuration(startsAt - nowMs)}, for ${formatDuration(endsAt - startsAt)}`
        : `${formatDuration(endsAt - nowMs)} left`;
  return (
    <time dateTime={new Date(endsAt).toISOString()} title={title}>
      {words}
    </time>
  );
}

function Muted({ silence: { matchers } }: { silence: SilenceView }) {
  const { data } = useQuery(matchedQuery(matchers));
  if (!data) return null;
  return <> · matches {data.total === 0 ? 'no open alert' : `${alertsOf(data.total)} now`}</>;
}

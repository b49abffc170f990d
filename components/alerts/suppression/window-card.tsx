'use client';

import { CalendarClock, Pencil, Trash2, Wrench } from 'lucide-react';
import { RuleSwitch } from '@/components/alerts/rules/rule-switch';
import { formatDuration } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { MaintenanceView } from '@/lib/alerts/suppression/schemas';
import { MatcherChips } from './matcher-chips';
import { Openings } from './openings';
import { scheduleWords } from './recurrence-words';

interface WindowCardProps {
  window: MaintenanceView;
  nowMs: number;
  canEdit: boolean;
  isBusy: boolean;
  onSwitch: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** A window: whom it mutes, when, and what comes next. */
export function WindowCard({ window, nowMs, canEdit, isBusy, onSwitch, onEdit, onDelete }: WindowCardProps) {
  const zone = useZone();
  const { settings, current, upcoming, createdBy } = window;
  const { name, reason, isEnabled = true, matchers, schedule } = settings;
  const isOpen = isEnabled && current !== null;
  const Icon = isOpen ? Wrench : CalendarClock;
  const [next] = upcoming;
  const standing = !isEnabled
    ? 'Off'
    : current !== null
      ? `Open now, ${formatDuration(current.endsAt - nowMs)} left`
      : next
        ? `Opens in ${formatDuration(next.startsAt - nowMs)}`
        : 'Over: it does not open again';
  const titleId = `window-${window.id}`;
  return (
    <Card aria-labelledby={titleId} data-window={name}>
      <header className="flex items-start justify-between gap-3 px-4 pt-3">
        <div className="flex min-w-0 items-start gap-3">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
          <div className="flex min-w-0 flex-col gap-1">
            <h2 id={titleId} className="text-sm font-medium break-words">
              {name}
            </h2>
            <p className={isOpen ? 'text-sm font-medium' : 'text-sm text-muted'}>{standing}</p>
          </div>
        </div>
        {canEdit ? (
          <div className="-mt-1 -mr-2 flex shrink-0 items-center">
            <RuleSwitch label={name} isOn={isEnabled} isDisabled={isBusy} onSwitch={onSwitch} />
            <Button look="quiet" size="icon" aria-label={`Change ${name}`} title="Change" onClick={onEdit}>
              <Pencil aria-hidden className="size-4 text-muted" />
            </Button>
            <Button look="quiet" size="icon" aria-label={`Delete ${name}`} title="Delete" onClick={onDelete}>
              <Trash2 aria-hidden className="size-4 text-muted" />
            </Button>
          </div>
        ) : null}
      </header>
      <div className="flex flex-col gap-2 px-4 pt-2 pb-3 sm:pl-11">
        <p className="text-sm break-words">{zone === null ? '' : `${scheduleWords(schedule, zone)}.`}</p>
        <MatcherChips matchers={matchers} />
        <p className="text-xs break-words text-muted">
          {reason} · by {createdBy.name}
        </p>
        {isEnabled && schedule.kind === 'recurring' ? <Openings schedule={schedule} current={current} upcoming={upcoming} /> : null}
      </div>
    </Card>
  );
}

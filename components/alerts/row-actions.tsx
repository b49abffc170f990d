import { BellOff, Check, MessageSquarePlus, Siren, UserCheck } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import type { AlertGroup } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import { whatOf } from './action-notice';
import { alertsOf } from './alert-words';

/** What can be asked for of alerts. Those that ask back are a dialog of the page. */
export type Ask = 'acknowledge' | 'resolve' | 'silence' | 'declare';

export interface RowActs {
  canAcknowledge: boolean;
  canResolve: boolean;
  canSilence: boolean;
  /** An incident of them. */
  canDeclare: boolean;
  pick: (key: string, isSpan: boolean) => void;
  focus: (key: string) => void;
  /** At once, without a question. */
  acknowledge: (alerts: readonly AlertView[], whole?: WholeGroup) => void;
  ask: (kind: Ask, alerts: readonly AlertView[], whole?: WholeGroup) => void;
}

/** A group with more alerts than are shown: what is done is done to all of them. */
export interface WholeGroup {
  key: string;
  firing: number;
  open: number;
}

/** Nothing for a group that is shown in full. */
export function wholeOf({ key, alerts, total, counts }: AlertGroup): WholeGroup | undefined {
  return alerts.length < total ? { key, firing: counts.firing, open: counts.firing + counts.acknowledged + counts.suppressed } : undefined;
}

interface RowActionsProps {
  alerts: readonly AlertView[];
  /** The group, where these are not all of it: the buttons then say about how many they are. */
  whole?: WholeGroup | undefined;
  /** Shown on a desk without the pointer over the row. */
  isShown: boolean;
  acts: RowActs;
}

/** Acknowledge and Resolve: across the foot of a card on a phone, at the end of a line on a desk. */
export function RowActions({ alerts, whole, isShown, acts }: RowActionsProps) {
  const open = alerts.filter(({ state }) => state !== 'resolved');
  const firing = alerts.filter(({ state }) => state === 'firing');
  if (open.length === 0) return null;
  const what = whole ? alertsOf(whole.open) : whatOf(open);
  const count = (all: number) => (whole ? ` ${all.toLocaleString('en')}` : '');
  const named = (some: readonly AlertView[], all: number) => ` ${whole ? alertsOf(all) : whatOf(some)}`;
  const [allFiring, allOpen] = [whole?.firing ?? firing.length, whole?.open ?? open.length];
  return (
    <div
      className={cn(
        'relative z-10 flex w-full gap-2 sm:w-auto sm:items-center sm:gap-1 [@media(hover:hover)]:sm:absolute [@media(hover:hover)]:sm:inset-y-1 [@media(hover:hover)]:sm:right-34 [@media(hover:hover)]:sm:bg-sunken [@media(hover:hover)]:sm:pl-2',
        !isShown && '[@media(hover:hover)]:sm:opacity-0 [@media(hover:hover)]:sm:group-hover:opacity-100 [@media(hover:hover)]:sm:group-focus-within:opacity-100',
      )}
    >
      {acts.canAcknowledge && allFiring > 0 ? (
        <Button className="flex-1 max-sm:gap-1.5 max-sm:px-2 sm:h-8 sm:flex-none" aria-label={`Acknowledge${named(firing, allFiring)}`} onClick={() => acts.acknowledge(firing, whole)}>
          <UserCheck aria-hidden className="size-4 shrink-0" />
          Acknowledge{count(allFiring)}
        </Button>
      ) : null}
      {acts.canResolve ? (
        <Button className="flex-1 max-sm:gap-1.5 max-sm:px-2 sm:h-8 sm:flex-none" aria-label={`Resolve${named(open, allOpen)}`} onClick={() => acts.ask('resolve', open, whole)}>
          <Check aria-hidden className="size-4 shrink-0" />
          Resolve{count(allOpen)}
        </Button>
      ) : null}
      {acts.canAcknowledge || acts.canSilence || acts.canDeclare ? (
        <Menu
          label={`More for ${what}`}
          trigger="···"
          triggerClassName="inline-grid size-11 shrink-0 place-items-center rounded-base border bg-surface font-medium hover:bg-sunken sm:size-8"
        >
          {acts.canAcknowledge ? (
            <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => acts.ask('acknowledge', open, whole)}>
              <MessageSquarePlus aria-hidden className="size-4 text-muted" />
              Acknowledge with details
            </button>
          ) : null}
          {acts.canSilence ? (
            <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => acts.ask('silence', open)}>
              <BellOff aria-hidden className="size-4 text-muted" />
              Silence
            </button>
          ) : null}
          {acts.canDeclare ? (
            <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={() => acts.ask('declare', open, whole)}>
              <Siren aria-hidden className="size-4 text-muted" />
              Declare an incident
            </button>
          ) : null}
        </Menu>
      ) : null}
    </div>
  );
}

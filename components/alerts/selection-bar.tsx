import { BellOff, Check, Siren, UserCheck, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { AlertView } from '@/lib/alerts/schemas';
import { alertsOf } from './alert-words';
import type { RowActs } from './row-actions';

interface SelectionBarProps {
  alerts: readonly AlertView[];
  /** Whether all that is loaded is picked. */
  isAll: boolean;
  /** Whether anything can be picked: what has ended cannot. */
  canPick: boolean;
  acts: RowActs;
  onAll: () => void;
  onClear: () => void;
}

/** What can be done to the alerts that are picked; it stays in sight while the list scrolls. */
export function SelectionBar({ alerts, isAll, canPick, acts, onAll, onClear }: SelectionBarProps) {
  const count = alerts.length;
  return (
    <div className="sticky top-14 z-10 -mx-px -mt-px hidden min-h-12 flex-wrap items-center gap-2 rounded-t-base border bg-surface py-1 pr-4 pl-2 sm:flex">
      <label className="grid size-9 shrink-0 place-items-center">
        <input
          type="checkbox"
          aria-label="Select all that is loaded"
          checked={isAll}
          disabled={!canPick}
          ref={(box) => {
            if (box) box.indeterminate = count > 0 && !isAll;
          }}
          onChange={() => (isAll ? onClear() : onAll())}
          className="size-4 accent-ink"
        />
      </label>
      {count === 0 ? (
        <p className="text-xs text-muted">
          <Key>j</Key> <Key>k</Key> move, <Key>x</Key> select, <Key>a</Key> acknowledge, <Key>r</Key> resolve, <Key>s</Key> silence, <Key>c</Key> declare an incident
        </p>
      ) : (
        <div role="group" aria-label="Selected alerts" className="flex flex-1 flex-wrap items-center gap-2">
          <span role="status" className="mr-2 text-sm font-medium">
            {alertsOf(count)} selected
          </span>
          {acts.canAcknowledge ? (
            <Button onClick={() => acts.acknowledge(alerts)}>
              <UserCheck aria-hidden className="size-4" />
              Acknowledge
            </Button>
          ) : null}
          {acts.canResolve ? (
            <Button onClick={() => acts.ask('resolve', alerts)}>
              <Check aria-hidden className="size-4" />
              Resolve
            </Button>
          ) : null}
          {acts.canSilence ? (
            <Button onClick={() => acts.ask('silence', alerts)}>
              <BellOff aria-hidden className="size-4" />
              Silence
            </Button>
          ) : null}
          {acts.canDeclare ? (
            <Button onClick={() => acts.ask('declare', alerts)}>
              <Siren aria-hidden className="size-4" />
              Declare an incident
            </Button>
          ) : null}
          <Button look="quiet" className="ml-auto" onClick={onClear}>
            <X aria-hidden className="size-4" />
            Clear
          </Button>
        </div>
      )}
    </div>
  );
}

function Key({ children }: { children: string }) {
  return <kbd className="rounded-base border bg-sunken px-1.5 font-mono">{children}</kbd>;
}

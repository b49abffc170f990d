import { ArrowRightLeft, BellRing, Check, FileDown, FilePen, GitMerge, Megaphone, NotebookPen, Pencil, Printer, RotateCcw, UserCheck, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { Incident } from '@/lib/incidents/schemas';
import type { Asked } from './incident-dialogs';

interface IncidentActionsProps {
  incident: Incident;
  canUpdate: boolean;
  isPending: boolean;
  onAcknowledge: () => void;
  onExport: () => void;
  onAsk: (asked: Asked) => void;
}

const narrow = 'max-sm:flex-auto max-sm:gap-1.5 max-sm:px-2';

/** Beside the title on a desk; on a phone above the bottom bar, where the thumb is. */
export function IncidentActions({ incident, canUpdate, isPending, onAcknowledge, onExport, onAsk }: IncidentActionsProps) {
  const { id, state, mergedInto } = incident;
  const isRunning = isOpen(state);
  const mayWork = canUpdate && mergedInto === null;
  const isWaiting = isRunning && incident.times.acknowledged === null;
  return (
    <div
      role="group"
      aria-label="Actions"
      className="flex shrink-0 gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-sm:z-20 max-sm:border-t max-sm:bg-page max-sm:p-2 max-sm:px-4 lg:max-w-lg lg:flex-wrap lg:justify-end print:hidden"
    >
      {mayWork && isWaiting ? (
        <Button look="primary" className={narrow} aria-keyshortcuts="a" disabled={isPending} onClick={onAcknowledge}>
          <UserCheck aria-hidden className="size-4 shrink-0 max-sm:hidden" />
          Acknowledge
        </Button>
      ) : null}
      {mayWork && isRunning ? (
        <Button look={isWaiting ? 'plain' : 'primary'} className={narrow} aria-label="Set state" onClick={() => onAsk({ kind: 'state' })}>
          <ArrowRightLeft aria-hidden className="size-4 shrink-0 max-sm:hidden" />
          <Shorter word="Set state" short="State" />
        </Button>
      ) : null}
      {!isRunning && mergedInto === null ? (
        <Link href={`/incidents/${id}/review`} className={cn(buttonStyle({ look: canUpdate && state === 'resolved' ? 'primary' : 'plain' }), narrow)}>
          <NotebookPen aria-hidden className="size-4 shrink-0" />
          {canUpdate && state === 'resolved' ? 'Write the review' : 'Review'}
        </Link>
      ) : null}
      {mayWork ? (
        <Button className={narrow} aria-label="Post update" aria-keyshortcuts="u" onClick={() => onAsk({ kind: 'update' })}>
          <Megaphone aria-hidden className="size-4 shrink-0 max-sm:hidden" />
          <Shorter word="Post update" short="Update" />
        </Button>
      ) : null}
      <Menu label="More actions" trigger="···" triggerClassName="inline-grid size-11 shrink-0 place-items-center rounded-base border bg-surface font-medium hover:bg-sunken sm:size-9">
        {mayWork ? (
          <>
            <Item icon={Pencil} word="Edit" onClick={() => onAsk({ kind: 'edit' })} />
            <Item icon={BellRing} word="Page somebody" onClick={() => onAsk({ kind: 'page' })} />
            {isRunning ? <Item icon={GitMerge} word="Merge into another incident" onClick={() => onAsk({ kind: 'merge' })} /> : <Item icon={RotateCcw} word="Open again" onClick={() => onAsk({ kind: 'state' })} />}
            {state === 'resolved' ? <Item icon={Check} word="Set state" onClick={() => onAsk({ kind: 'state' })} /> : null}
          </>
        ) : null}
        {isRunning || mergedInto ? (
          <Link href={`/incidents/${id}/review`} role="menuitem" className={menuItemStyle()}>
            <FilePen aria-hidden className="size-4 text-muted" />
            Review
          </Link>
        ) : null}
        <Item icon={FileDown} word="Export as Markdown" onClick={onExport} />
        <Link href={`/incidents/${id}/print`} role="menuitem" className={menuItemStyle()}>
          <Printer aria-hidden className="size-4 text-muted" />
          Print or save as PDF
        </Link>
      </Menu>
    </div>
  );
}

/** On the narrowest phones three buttons and a menu stand in one line. */
function Shorter({ word, short }: { word: string; short: string }) {
  return (
    <>
      <span className="whitespace-nowrap max-[379px]:hidden">{word}</span>
      <span className="min-[380px]:hidden">{short}</span>
    </>
  );
}

function Item({ icon: Icon, word, onClick }: { icon: LucideIcon; word: string; onClick: () => void }) {
  return (
    <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={onClick}>
      <Icon aria-hidden className="size-4 text-muted" />
      {word}
    </button>
  );
}

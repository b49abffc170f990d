import { Pin, PinOff, PenLine, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatClock, formatAbsolute } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import type { TimelineEntry } from '@/lib/incidents/schemas';
import { entryWord } from '../incident-words';
import { EntryMark, isMarkdown } from './entry-mark';
import { EntrySubject } from './entry-subject';
import { EvidenceShown } from './evidence-shown';
import { Markdown } from './markdown';
import type { TimelineRow } from './timeline-days';

interface EntryRowProps {
  row: TimelineRow;
  nowMs: number;
  zone: string;
  /** Among the pinned ones, which are of any day. */
  isDated?: boolean;
  /** Null: may not. */
  onPin: ((entry: TimelineEntry) => void) | null;
  onCorrect: ((entry: TimelineEntry) => void) | null;
  /** Takes it back from the status page; null: it does not stand there, or one may not. */
  onWithdraw: ((entry: TimelineEntry) => void) | null;
}

/** After this long between what happened and its writing down, both are said. */
const lateMs = 60_000;

/** One thing that happened; what corrects it stands first, and what was written at first stays. */
export function EntryRow({ row: { entry, corrections }, nowMs, zone, isDated = false, onPin, onCorrect, onWithdraw }: EntryRowProps) {
  const [newest] = corrections;
  // A sentence of Nines that nobody corrected says all by itself, and who and when stand below it.
  const isProse = isMarkdown(entry.kind) || newest !== undefined;
  return (
    <li data-kind={entry.kind} className={cn('flex gap-3 px-4', isProse ? 'py-3' : 'py-2')}>
      <EntryMark kind={entry.kind} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex items-start justify-between gap-2">
          <div className="flex min-w-0 flex-col">
            {isProse ? null : <Words entry={entry} className="pt-1" />}
            <p className={cn('min-w-0 text-xs break-words text-muted', isProse && 'pt-1')}>
              {isProse ? <span className="font-medium text-ink">{entry.actor?.name ?? 'Nines'}</span> : null}
              {isProse ? ', ' : null}
              <span>{isProse ? entryWord[entry.kind].toLowerCase() : entryWord[entry.kind]}</span>
              {!isProse && entry.actor && !entry.text.includes(entry.actor.name) ? ` by ${entry.actor.name}` : null}
              {entry.subject && entry.subject.name !== '' && !entry.text.includes(entry.subject.name) ? (
                <>
                  , <EntrySubject subject={entry.subject} />
                </>
              ) : null}
              {' · '}
              <time dateTime={new Date(entry.at).toISOString()}>{isDated ? formatAbsolute(entry.at, zone) : formatClock(entry.at, zone)}</time>
              {' · '}
              <Since atMs={entry.at} nowMs={nowMs} form="ago" />
              {entry.noted - entry.at > lateMs ? <span title={formatAbsolute(entry.noted, zone)}> · noted later</span> : null}
              {entry.isPinned ? (
                <span className="ml-2 inline-flex items-center gap-1 text-ink">
                  <Pin aria-hidden className="size-3" />
                  Pinned
                </span>
              ) : null}
            </p>
          </div>
          {onPin && onCorrect ? (
            <Menu label={`What to do with this entry of ${formatClock(entry.at, zone)}`} trigger="···" triggerClassName="-my-2 -mr-2 inline-grid size-11 shrink-0 place-items-center rounded-base text-muted hover:bg-sunken hover:text-ink sm:my-0 sm:size-7">
              <Choice icon={entry.isPinned ? <PinOff aria-hidden className="size-4 text-muted" /> : <Pin aria-hidden className="size-4 text-muted" />} word={entry.isPinned ? 'Unpin' : 'Pin'} onClick={() => onPin(entry)} />
              <Choice icon={<PenLine aria-hidden className="size-4 text-muted" />} word="Correct" onClick={() => onCorrect(entry)} />
              {onWithdraw ? <Choice icon={<Undo2 aria-hidden className="size-4 text-muted" />} word="Withdraw from the status page" onClick={() => onWithdraw(entry)} /> : null}
            </Menu>
          ) : null}
        </div>
        {newest ? <Corrected newest={newest} nowMs={nowMs} /> : null}
        {newest ? (
          <details className="text-sm">
            <summary className="inline-flex min-h-11 cursor-pointer items-center text-xs text-muted underline underline-offset-4 hover:text-ink sm:min-h-6">What was written at first{corrections.length > 1 ? `, and ${corrections.length - 1} earlier ${corrections.length === 2 ? 'correction' : 'corrections'}` : ''}</summary>
            <div className="mt-1 flex flex-col gap-2 border-l-2 pl-3">
              {corrections.slice(1).map((each) => (
                <Corrected key={each.id} newest={each} nowMs={nowMs} />
              ))}
              <Words entry={entry} className="text-muted" />
            </div>
          </details>
        ) : isProse ? (
          <Words entry={entry} />
        ) : null}
        {entry.evidence ? <EvidenceShown evidence={entry.evidence} id={entry.id} /> : null}
      </div>
    </li>
  );
}

function Words({ entry: { kind, text }, className }: { entry: TimelineEntry; className?: string }) {
  if (isMarkdown(kind)) return <Markdown text={text} className={cn((kind === 'comment' || kind === 'update') && 'rounded-base bg-sunken px-3 py-2', className)} />;
  return <p className={cn('text-sm break-words whitespace-pre-line', (kind === 'state' || kind === 'declared') && 'font-medium', className)}>{text}</p>;
}

function Corrected({ newest, nowMs }: { newest: TimelineEntry; nowMs: number }) {
  return (
    <div className="rounded-base bg-sunken px-3 py-2">
      <Markdown text={newest.text} />
      <p className="mt-1 text-xs text-muted">
        Corrected{newest.actor ? ` by ${newest.actor.name}` : ''} <Since atMs={newest.noted} nowMs={nowMs} form="ago" />
      </p>
    </div>
  );
}

function Choice({ icon, word, onClick }: { icon: ReactNode; word: string; onClick: () => void }) {
  return (
    <button type="button" role="menuitem" data-closes className={menuItemStyle()} onClick={onClick}>
      {icon}
      {word}
    </button>
  );
}

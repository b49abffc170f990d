import { formatClock, formatter } from '@/components/time/format';
import type { TimelineEntry } from '@/lib/incidents/schemas';
import { isMarkdown } from '../detail/entry-mark';
import { EvidenceShown } from '../detail/evidence-shown';
import { Markdown } from '../detail/markdown';
import { daysOf, rowsOf } from '../detail/timeline-days';
import { entryWord } from '../incident-words';
import { EvidenceLabels } from './evidence-labels';

interface SheetTimelineProps {
  /** In the order in which they happened. */
  entries: readonly TimelineEntry[];
  isCut: boolean;
  zone: string;
}

/** The timeline for paper: day by day, the first entry first, with what was corrected and how. */
export function SheetTimeline({ entries, isCut, zone }: SheetTimelineProps) {
  if (entries.length === 0) return <p className="text-sm text-muted">Nothing happened yet.</p>;
  return (
    <div className="flex min-w-0 flex-col gap-4 text-sm">
      {isCut ? <p className="text-muted">The oldest entries are left out.</p> : null}
      {daysOf(rowsOf(entries), zone).map(({ day, rows }) => (
        <section key={`${day} ${rows[0]?.entry.id ?? ''}`} aria-label={day} className="min-w-0">
          <h3 className="break-after-avoid border-b pb-1 text-xs font-medium text-muted">{day}</h3>
          <ol className="divide-y">
            {rows.map(({ entry, corrections }) => (
              <li key={entry.id} className="grid break-inside-avoid grid-cols-[4.5rem_minmax(0,1fr)] gap-3 py-2">
                <time dateTime={new Date(entry.at).toISOString()} className="text-xs leading-5 text-muted">
                  {formatClock(entry.at, zone)}
                </time>
                <div className="flex min-w-0 flex-col gap-1">
                  {isMarkdown(entry.kind) ? <Markdown text={entry.text} /> : <p className="break-words whitespace-pre-line">{entry.text}</p>}
                  {isMarkdown(entry.kind) ? (
                    <p className="text-xs text-muted">
                      {entryWord[entry.kind]}
                      {entry.actor ? ` by ${entry.actor.name}` : ''}
                    </p>
                  ) : null}
                  {corrections.map((correction) => (
                    <div key={correction.id} className="border-l-2 border-line-strong pl-3">
                      <Markdown text={correction.text} />
                      <p className="text-xs text-muted">
                        Corrected{correction.actor ? ` by ${correction.actor.name}` : ''}, {formatter(zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(correction.noted)}
                      </p>
                    </div>
                  ))}
                  {entry.evidence ? (
                    <div className="max-w-[36rem]">
                      <EvidenceShown evidence={entry.evidence} id={entry.id} />
                      {entry.evidence.kind === 'chart' ? <EvidenceLabels evidence={entry.evidence} zone={zone} /> : null}
                    </div>
                  ) : null}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

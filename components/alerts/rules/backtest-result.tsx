'use client';

import { SeverityMark } from '@/components/alerts/alert-mark';
import { severityWord } from '@/components/alerts/alert-words';
import { formatValue } from '@/components/explore/number-text';
import { formatDuration, formatter } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { StateIcon } from '@/components/ui/state';
import type { BacktestAnswer, Occurrence } from '@/lib/alerts/rules/api';
import { BacktestChart } from './backtest-chart';
import { backtestSentence, lengthOf, times } from './prepare-backtest';
import { labelText } from './rule-preview';
import { counted } from './rule-words';

const noisiestShown = 3;

/** What a backtest found: a sentence, the picture, and each time. */
export function BacktestResult({ answer }: { answer: BacktestAnswer }) {
  const { bySeverity, noisiest, notes, occurrences, total, to } = answer;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-2 px-4 text-sm">
        <p role="status" className="font-medium">
          {backtestSentence(answer)}
        </p>
        {bySeverity.length > 1 || total > 1 ? (
          <p className="text-muted">
            {bySeverity
              .filter(({ count }) => count > 0)
              .map(({ severity, count, totalMs, medianMs }) => `${severityWord[severity]} ${times(count)}, ${formatDuration(totalMs)} in total, half of them at least ${formatDuration(medianMs)} long`)
              .join('; ')}
            .
          </p>
        ) : null}
        {total > 1 && noisiest.length > 1 ? (
          <p className="min-w-0 break-words text-muted">
            Noisiest:{' '}
            {noisiest.slice(0, noisiestShown).map(({ severity, labels, count }, index) => (
              <span key={severity + labelText(labels)}>
                {index > 0 ? '; ' : ''}
                <span className="font-mono text-xs">{labelText(labels)}</span> ({severityWord[severity].toLowerCase()}, {times(count)})
              </span>
            ))}
            .
          </p>
        ) : null}
        {notes.map((note) => (
          <p key={note} className="flex items-start gap-2 text-muted">
            <StateIcon state="unknown" className="mt-0.5" />
            <span className="min-w-0 break-words">{note}</span>
          </p>
        ))}
      </div>
      {answer.dataFrom === null ? null : <BacktestChart answer={answer} />}
      {occurrences.length > 0 ? <Occurrences occurrences={occurrences} total={total} to={to} /> : null}
    </div>
  );
}

function Occurrences({ occurrences, total, to }: Pick<BacktestAnswer, 'occurrences' | 'total' | 'to'>) {
  const zone = useZone();
  const title = total > occurrences.length ? `The newest ${occurrences.length} of ${total.toLocaleString('en')} occurrences` : counted(total, 'occurrence');
  return (
    <section aria-label="Occurrences" className="border-t">
      <h3 className="px-4 py-2 text-xs text-muted">{title}</h3>
      <ul tabIndex={0} aria-label={title} className="max-h-80 divide-y overflow-y-auto border-t">
        {occurrences.map((each) => (
          <li key={`${each.severity}${each.fingerprint}${each.firedAt}`} className="flex items-start gap-3 px-4 py-2 text-sm">
            <SeverityMark severity={each.severity} state="firing" className="mt-0.5" />
            <div className="flex min-w-0 flex-1 flex-col gap-x-4 sm:flex-row">
              <p className="shrink-0 sm:w-64">
                <span className="sr-only">{severityWord[each.severity]}: </span>
                {zone === null ? '' : when(each, zone)} <span className="text-muted">for {formatDuration(lengthOf(each, to))}{each.endsAt === null ? ', still' : ''}</span>
              </p>
              <p className="min-w-0 flex-1 font-mono text-xs break-words text-muted sm:pt-0.5">{labelText(each.labels)}</p>
            </div>
            {each.peak === null ? null : (
              <span className="whitespace-nowrap">
                <span className="text-muted">peak</span> {formatValue(each.peak)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function when({ firedAt }: Occurrence, zone: string): string {
  return formatter(zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(firedAt);
}

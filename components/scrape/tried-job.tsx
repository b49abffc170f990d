import { formatQuantity } from '@/lib/units';
import { StateIcon } from '@/components/ui/state';
import type { TriedJob, TriedTarget } from '@/lib/scrape/views';

/** What one scrape of each of the first targets found, and what of it would be stored. */
export function TriedJobResult({ tried }: { tried: TriedJob }) {
  return (
    <section aria-label="Result of the test" role="status" className="flex flex-col gap-3 border-t bg-page px-4 py-4">
      <h2 className="text-sm font-medium">
        Test: {tried.targets.filter(({ isUp }) => isUp).length} of {tried.targets.length} {tried.targets.length === 1 ? 'target' : 'targets'} up. Nothing was stored.
      </h2>
      {tried.faults.map((fault) => (
        <p key={fault} className="flex items-start gap-2 text-sm text-critical">
          <StateIcon state="critical" className="mt-0.5" />
          <span className="min-w-0 break-words">{fault}</span>
        </p>
      ))}
      {tried.targets.length === 0 && tried.faults.length === 0 ? <p className="text-sm text-muted">No target is left{tried.dropped > 0 ? `: relabelling drops all ${tried.dropped}` : ''}.</p> : null}
      {tried.targets.map((target) => (
        <Target key={target.url} target={target} />
      ))}
      {tried.notTried > 0 ? <p className="text-xs text-muted">{tried.notTried} more targets were not tried.</p> : null}
      {tried.dropped > 0 && tried.targets.length > 0 ? <p className="text-xs text-muted">{tried.dropped} targets are dropped by relabelling.</p> : null}
    </section>
  );
}

function Target({ target }: { target: TriedTarget }) {
  return (
    <article className="min-w-0 rounded-base border bg-surface">
      <header className="flex items-start gap-3 px-3 py-2">
        <StateIcon state={target.isUp ? 'ok' : 'critical'} className="mt-0.5" />
        <div className="min-w-0">
          <h3 className="font-mono text-xs font-medium break-all">{target.url}</h3>
          <p className="text-xs text-muted">
            {target.isUp ? 'Up' : 'Down'} · {formatQuantity(target.durationSeconds, 'seconds')} · {formatQuantity(target.bodyBytes, 'bytes')}
            {target.isUp ? ` · ${target.samplesKept.toLocaleString('en')} of ${target.samplesScraped.toLocaleString('en')} samples would be stored` : ''}
          </p>
          {target.error ? <p className="mt-1 text-sm break-words text-critical">{target.error}</p> : null}
        </div>
      </header>
      {target.samples.length > 0 ? (
        <div className="max-h-64 overflow-auto border-t" tabIndex={0} role="region" aria-label={`First samples of ${target.url}`}>
          <table className="w-full text-xs">
            <tbody className="divide-y">
              {target.samples.map((sample) => (
                <tr key={sample.series}>
                  <td className="px-3 py-1 font-mono break-all">{sample.series}</td>
                  <td className="px-3 py-1 text-right font-medium whitespace-nowrap">{sample.value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </article>
  );
}

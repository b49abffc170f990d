import type { ReactNode } from 'react';
import { Since } from '@/components/time/since';
import { StateIcon } from '@/components/ui/state';
import { writeSeries } from '@/components/explore/series-label';
import type { State } from '@/lib/health/vitals';
import type { TargetView } from '@/lib/scrape/views';
import { formatQuantity } from '@/lib/units';

interface TargetListProps {
  targets: readonly TargetView[];
  nowMs: number;
  isPaused: boolean;
}

const states: Record<TargetView['health'], State> = { up: 'ok', down: 'critical', unknown: 'unknown' };
const words: Record<TargetView['health'], string> = { up: 'Up', down: 'Down', unknown: 'Not scraped yet' };

const columns = 'grid grid-cols-2 gap-x-4 sm:grid-cols-4 md:grid-cols-[7rem_6rem_5rem_5rem]';

/** The targets of a job: the broken ones first, with what is wrong. */
export function TargetList({ targets, nowMs, isPaused }: TargetListProps) {
  return (
    <>
      <div aria-hidden className="hidden grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-t px-4 pt-2 text-xs text-muted md:grid">
        <span className="pl-7">Target</span>
        <span className={`${columns} text-right`}>
          <span>State</span>
          <span>Last scrape</span>
          <span>Took</span>
          <span>Samples</span>
        </span>
      </div>
      <ul className="divide-y border-t md:border-t-0">
      {targets.map((target) => (
        <li key={target.url + writeSeries(target.labels)} data-target={target.url} data-health={target.health} className="grid grid-cols-1 gap-x-4 gap-y-1 px-4 py-2 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
          <div className="flex min-w-0 items-start gap-3">
            <StateIcon state={isPaused ? 'unknown' : states[target.health]} className="mt-0.5" />
            <div className="min-w-0">
              <p className="font-mono text-xs font-medium break-all">{target.url}</p>
              <p className="font-mono text-xs break-all text-muted">{writeSeries(target.labels)}</p>
              {target.lastError ? <p className="text-sm break-words text-critical">{target.lastError}</p> : null}
              {target.warning ? <p className="text-sm break-words text-warning">{target.warning}</p> : null}
            </div>
          </div>
          <dl className={`${columns} pl-7 text-xs md:pl-0 md:text-right`}>
            <Fact name="State">{words[target.health]}</Fact>
            <Fact name="Last scrape">{target.lastScrapeAt === null ? 'never' : <Since atMs={target.lastScrapeAt} nowMs={nowMs} form="ago" />}</Fact>
            <Fact name="Took">{target.durationSeconds === null ? '–' : formatQuantity(target.durationSeconds, 'seconds')}</Fact>
            <Fact name="Samples">{target.samplesKept.toLocaleString('en')}</Fact>
          </dl>
        </li>
      ))}
      </ul>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-2 md:block">
      <dt className="text-muted md:sr-only">{name}</dt>
      <dd className="font-medium stale:text-muted">{children}</dd>
    </div>
  );
}

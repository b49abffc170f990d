import type { FiguresBy } from '@/lib/incidents/figures';
import { byWord } from './figure-words';
import { figureText, monthShort, type FigureGroup } from './prepare-figures';

/** Every group with all of its figures. */
export function FiguresTable({ groups, by }: { groups: readonly FigureGroup[]; by: FiguresBy }) {
  const rows = by === 'month' ? groups.toReversed() : groups;
  return (
    <div className="overflow-x-auto">
      <table aria-label={`Figures by ${byWord[by].toLowerCase()}`} className="w-full text-sm">
        <thead>
          <tr className="border-b text-left text-xs text-muted">
            <th scope="col" className="py-2 pr-2 pl-4 font-normal">{byWord[by]}</th>
            <th scope="col" className="px-2 py-2 text-right font-normal">Incidents</th>
            <th scope="col" className="px-2 py-2 text-right font-normal"><abbr title="Mean time from the detection to the acknowledgement" className="no-underline">MTTA</abbr></th>
            <th scope="col" className="px-2 py-2 text-right font-normal"><abbr title="Mean time from the start to the resolution" className="no-underline">MTTR</abbr></th>
            <th scope="col" className="py-2 pr-4 pl-2 text-right font-normal max-sm:hidden"><abbr title="For how long services were down or degraded" className="no-underline">Service time touched</abbr></th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((group) => (
            <tr key={group.key}>
              <th scope="row" className="py-2 pr-2 pl-4 text-left font-normal break-words">{by === 'month' ? monthShort(group.key) : group.name}</th>
              <td className="px-2 py-2 text-right">{group.count.toLocaleString('en')}</td>
              <Time ms={group.mttaMs} />
              <Time ms={group.mttrMs} />
              <Time ms={group.touchedMs} isLast />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Time({ ms, isLast = false }: { ms: number | null; isLast?: boolean }) {
  return <td className={isLast ? 'py-2 pr-4 pl-2 text-right whitespace-nowrap max-sm:hidden' : 'px-2 py-2 text-right whitespace-nowrap'}>{ms === null ? <span className="text-muted">none</span> : figureText(ms, 'mttr')}</td>;
}

import { Cell } from '@/components/sla/calendar-map';
import { dateWords, dayKindWord, type DayKind } from '@/components/sla/prepare-days';
import type { StatementObjective } from '@/lib/statements/schemas';
import { lostWords } from './statement-figures';
import { datesOf, daysWords, statementDayKind } from './statement-words';

const pitch = 10;
const numberHeight = 6;
const kinds: readonly DayKind[] = ['full', 'lossy', 'missed', 'none'];

/** The days of the month in a row, each by its colour and drawing; on a narrow screen in two rows. */
export function MonthDays({ objective, month }: { objective: StatementObjective; month: string }) {
  const { days } = objective;
  const byDay = new Map(days.map((day) => [day.day, day]));
  const dates = datesOf(month);
  const halves = [dates.slice(0, 16), dates.slice(16)];
  const shown = kinds.filter((kind) => dates.some((date) => kindOf(byDay.get(date), objective) === kind));
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div role="img" aria-label={daysWords(objective)} className="grid min-w-0 grid-cols-1 gap-1 @lg:grid-cols-[16fr_15fr] @lg:gap-0">
        {halves.map((half, place) => (
          <svg key={place} aria-hidden viewBox={`0 0 ${(place === 0 ? 16 : 15) * pitch} ${pitch + numberHeight}`} className={place === 0 ? 'block w-full' : 'block w-[93.75%] @lg:w-full'}>
            {half.map((date, index) => (
              <g key={date} transform={`translate(${index * pitch} 0)`}>
                <title>{`${dateWords(date)}: ${dayLostWords(byDay.get(date), objective)}`}</title>
                <Cell kind={kindOf(byDay.get(date), objective)} />
                <text x={pitch / 2} y={pitch + 4.4} textAnchor="middle" className="fill-muted text-[4px]">
                  {Number(date.slice(8))}
                </text>
              </g>
            ))}
          </svg>
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {shown.map((kind) => (
          <li key={kind} className="inline-flex items-center gap-1.5">
            <svg aria-hidden viewBox={`0 0 ${pitch} ${pitch}`} className="size-3.5">
              <Cell kind={kind} />
            </svg>
            {dayKindWord[kind]}
          </li>
        ))}
      </ul>
    </div>
  );
}

function kindOf(day: StatementObjective['days'][number] | undefined, objective: StatementObjective): DayKind {
  return day ? statementDayKind(day, objective) : 'none';
}

function dayLostWords(day: StatementObjective['days'][number] | undefined, objective: StatementObjective): string {
  return day && day.bad > 0 ? `${lostWords(day.bad, objective.amount.unit)} lost` : dayKindWord[kindOf(day, objective)].toLowerCase();
}

import { TriangleAlert } from 'lucide-react';
import type { MaintenanceSchedule } from '@/lib/alerts/suppression/schemas';
import { openingWords, shiftWords, type Opening } from './recurrence-words';

interface OpeningsProps {
  schedule: Extract<MaintenanceSchedule, { kind: 'recurring' }>;
  current: Opening | null;
  upcoming: readonly Opening[];
}

const shown = 5;

/** The next openings in the zone of the window, and what a change of the clocks does to them. */
export function Openings({ schedule, current, upcoming }: OpeningsProps) {
  const next = upcoming.slice(0, shown);
  const shifts = [...(current ? [current] : []), ...upcoming].flatMap((opening) => shiftWords(schedule, opening) ?? []);
  if (next.length === 0) return <p className="text-xs text-muted">It does not open again.</p>;
  return (
    <div className="flex flex-col gap-1 text-xs text-muted">
      <p>Next: {next.map((opening) => openingWords(opening, schedule.timeZone)).join('; ')}</p>
      {[...new Set(shifts)].map((words) => (
        <p key={words} className="flex items-start gap-2 text-ink">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
          {words}
        </p>
      ))}
    </div>
  );
}

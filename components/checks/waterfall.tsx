import type { Phase } from '@/lib/checks/states';
import { phaseWord, tookWords } from './check-words';
import { waterfallParts } from './waterfall-parts';

const leastShown = 0.006;

/** Where the time of a try went, phase after phase; in the colours that the chart of the response time gives them. */
export function Waterfall({ phasesMs, durationMs }: { phasesMs: Readonly<Partial<Record<Phase, number>>>; durationMs: number }) {
  const parts = waterfallParts(phasesMs, durationMs);
  if (parts.length === 0) return null;
  return (
    <dl aria-label="Phases" className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 text-xs">
      {parts.map(({ phase, ms, start, share }, index) => (
        <div key={phase} className="contents">
          <dt className="text-muted">{phaseWord[phase]}</dt>
          <svg aria-hidden viewBox="0 0 1 1" preserveAspectRatio="none" className="h-3 w-full rounded-xs bg-sunken">
            <rect x={Math.min(start, 1 - leastShown)} y={0} width={Math.max(share, leastShown)} height={1} fill={`var(--chart-${index + 1})`} />
          </svg>
          <dd className="text-right whitespace-nowrap">{tookWords(ms)}</dd>
        </div>
      ))}
    </dl>
  );
}

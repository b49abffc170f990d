import { formatAbsolute } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { ObjectiveView } from '@/lib/sla/schemas';
import { formatPercent } from './figures';

interface FiguresLineProps {
  figures: ObjectiveView['figures'];
  target: string;
  /** Since when anything was measured; null: never. */
  measuredFrom: number | null;
  nowMs: number;
  className?: string;
}

const dayMs = 86_400_000;

const spans = [
  { key: 'day', label: '24 h', days: 1 },
  { key: 'week', label: '7 d', days: 7 },
  { key: 'month', label: '30 d', days: 30 },
  { key: 'quarter', label: '90 d', days: 90 },
  { key: 'year', label: '1 y', days: 365 },
] as const;

/** The percentages of five times; what is below the target is marked by colour and by a sign, what was not measured all along is quieter. */
export function FiguresLine({ figures, target, measuredFrom, nowMs, className }: FiguresLineProps) {
  return (
    <div className={cn('@container', className)}>
      <dl aria-label="Percent of the last" className="grid grid-cols-3 gap-x-2 gap-y-1 @min-[23rem]:grid-cols-5">
      {spans.map(({ key, label, days }) => {
        const percent = figures[key];
        const isPartial = percent !== null && measuredFrom !== null && measuredFrom > nowMs - days * dayMs;
        const isBelow = percent !== null && percent < Number(target);
        return (
          <div key={key} title={isPartial && measuredFrom !== null ? `Measured since ${formatAbsolute(measuredFrom, 'UTC')}` : undefined} className="min-w-0">
            <dt className="text-xs text-muted">{label}</dt>
            <dd className={cn('text-xs leading-5 whitespace-nowrap', (percent === null || isPartial) && 'text-muted', isBelow && 'font-semibold text-critical')}>
              {isBelow ? <span aria-hidden>↓ </span> : null}
              {percent === null ? '–' : formatPercent(percent, target)}
              {isBelow ? <span className="sr-only"> below the target</span> : null}
              {isPartial ? <span className="sr-only"> of what was measured</span> : null}
              {percent === null ? <span className="sr-only">no data</span> : null}
            </dd>
          </div>
        );
      })}
      </dl>
    </div>
  );
}

import { cn } from '@/components/ui/cn';
import type { Budget } from '@/lib/sla/schemas';
import { formatBurn } from './figures';

interface BurnFiguresProps {
  burnRate: Budget['burnRate'];
  className?: string;
}

const spans = [
  { key: 'hour', label: '1 h', alarm: 14.4 },
  { key: 'sixHours', label: '6 h', alarm: 6 },
  { key: 'day', label: '1 d', alarm: 3 },
  { key: 'threeDays', label: '3 d', alarm: 1 },
] as const;

/** How fast the budget goes, over four times. What would raise an alert is marked by colour and weight, what is too fast for the window by weight. */
export function BurnFigures({ burnRate, className }: BurnFiguresProps) {
  return (
    <dl aria-label="Burn rate" className={cn('grid grid-cols-4 gap-2', className)}>
      {spans.map(({ key, label, alarm }) => {
        const rate = burnRate[key];
        const isFast = rate !== null && rate > 1;
        const isAlarming = rate !== null && rate >= alarm;
        return (
          <div key={key} className="min-w-0">
            <dt className="text-xs text-muted">{label}</dt>
            <dd className={cn('text-sm', rate === null && 'text-xs leading-5 text-muted', isFast && 'font-semibold', isAlarming && 'text-critical')}>
              {formatBurn(rate)}
              {isAlarming ? <span className="sr-only"> too fast</span> : null}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

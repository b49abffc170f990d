import { useId } from 'react';
import { cn } from '@/components/ui/cn';
import type { State } from '@/lib/health/vitals';
import type { Budget } from '@/lib/sla/schemas';
import { formatAmount, type ShownUnit } from './figures';
import { budgetWords, type Standing } from './objective-words';

interface BudgetBarProps {
  budget: Budget;
  unit: ShownUnit;
  standing: Standing;
  /** Larger, with what was spent in words. */
  isLarge?: boolean;
}

const fills: Record<State, string> = { ok: 'fill-ok-fill', warning: 'fill-warning-fill', critical: 'fill-critical-fill', unknown: 'fill-line-strong' };

/** What is left of a budget: full at the beginning, hatched over its whole length when it is overspent. */
export function BudgetBar({ budget, unit, standing, isLarge = false }: BudgetBarProps) {
  const hatch = useId();
  const isOverspent = budget.left < 0;
  const left = standing.state === 'unknown' ? 0 : Math.min(100, Math.max(0, budget.leftPercent));
  const words = budgetWords(budget, unit);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <svg role="img" aria-label={`Error budget: ${words}`} className={cn('block w-full stale:grayscale', isLarge ? 'h-3' : 'h-2')}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className="fill-critical-fill" />
            <rect width="2.5" height="6" className="fill-critical-soft" />
          </pattern>
        </defs>
        <rect width="100%" height="100%" rx="3" className="fill-sunken" />
        {isOverspent ? <rect width="100%" height="100%" rx="3" fill={`url(#${hatch})`} /> : left > 0 ? <rect width={`${Math.max(left, 1)}%`} height="100%" rx="3" className={fills[standing.state]} /> : null}
      </svg>
      <p className={cn('text-pretty', isLarge ? 'text-sm' : 'text-xs', isOverspent ? 'font-medium text-critical' : 'text-ink')}>
        {words}
        {isLarge && budget.total > 0 ? <span className="font-normal text-muted">{isOverspent ? ` (${formatAmount(budget.spent, unit)} spent)` : ` (${leftPercentWords(budget.leftPercent)}, ${formatAmount(budget.spent, unit)} spent)`}</span> : null}
      </p>
    </div>
  );
}

/** Whole percents, and not 100 once something was spent nor 0 while something is left. */
function leftPercentWords(percent: number): string {
  if (percent >= 100) return '100 %';
  if (percent > 0 && percent < 1) return 'under 1 %';
  return `${Math.floor(Math.max(0, percent))} %`;
}

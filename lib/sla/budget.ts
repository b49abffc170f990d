import type { TimeRange } from './days';
import type { Amount, Budget } from './schemas';
import { allowanceOf, burnRateOf, isWithin } from './target';

interface Spending {
  target: string;
  /** The whole window; a calendar one ends after `nowMs`. */
  window: TimeRange;
  nowMs: number;
  /** Of the window so far. */
  amount: Amount;
  /** Of the last hour, six hours, day and three days. */
  recent: { hour: Amount; sixHours: Amount; day: Amount; threeDays: Amount };
}

const dayMs = 86_400_000;

/** What may be bad in the window, what of it is spent, and how fast. Throws nothing. */
export function budgetOf(spending: Spending): Budget {
  const { target, amount, recent } = spending;
  const total = allowanceOf(baseOf(spending), target);
  const left = total - amount.bad;
  return {
    total,
    spent: amount.bad,
    left,
    leftPercent: total > 0 ? (left / total) * 100 : 100,
    burnRate: {
      hour: burnRateOf(recent.hour, target),
      sixHours: burnRateOf(recent.sixHours, target),
      day: burnRateOf(recent.day, target),
      threeDays: burnRateOf(recent.threeDays, target),
    },
    exhaustedAt: exhaustedAt(spending, left),
  };
}

/** The share of the budget that is left, in percent, negative when it is overspent; null when nothing counts yet. */
export function leftPercentOf(spending: Pick<Spending, 'target' | 'window' | 'nowMs' | 'amount'>): number | null {
  const { amount, target } = spending;
  const total = allowanceOf(baseOf(spending), target);
  return amount.good + amount.bad > 0 && total > 0 ? ((total - amount.bad) / total) * 100 : null;
}

/** Whether the window is within its budget; null when nothing counts yet. */
export function isMet(spending: Pick<Spending, 'target' | 'window' | 'nowMs' | 'amount'>): boolean | null {
  const { amount, target } = spending;
  return amount.good + amount.bad <= 0 ? null : isWithin(amount.bad, baseOf(spending), target);
}

/** What would be left of the budget at other targets. */
export function whatIf(spending: Spending, targets: readonly string[]): { target: string; isMet: boolean | null; margin: number }[] {
  return targets.map((target) => ({ target, isMet: isMet({ ...spending, target }), margin: allowanceOf(baseOf(spending), target) - spending.amount.bad }));
}

/** What the budget is a share of: what counts so far and, of a window of time that is not over, the time to come. Events to come nobody knows. */
function baseOf({ window, nowMs, amount }: Pick<Spending, 'window' | 'nowMs' | 'amount'>): number {
  const toCome = amount.unit === 'ms' ? Math.max(0, window.toMs - nowMs) : 0;
  return amount.good + amount.bad + toCome;
}

/** A rolling window is looked at for as long again as it is. */
function exhaustedAt({ window, nowMs, recent, amount }: Spending, left: number): number | null {
  if (amount.bad > 0 && left <= 0) return nowMs;
  if (recent.day.bad <= 0) return null;
  const atMs = Math.ceil(nowMs + (left * dayMs) / recent.day.bad);
  const untilMs = window.toMs > nowMs ? window.toMs : nowMs + (window.toMs - window.fromMs);
  return atMs < untilMs ? atMs : null;
}

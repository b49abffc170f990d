import { formatAbsolute, formatDuration, formatter } from '@/components/time/format';
import type { State } from '@/lib/health/vitals';
import type { Budget, Counting, ObjectiveInput, ObjectiveView, Sli, SlaWindow } from '@/lib/sla/schemas';
import { formatAmount, formatExact, type ShownUnit } from './figures';

export interface Standing {
  state: State;
  word: string;
}

/** Below this share of the budget the rest is said to be at risk. */
const lowPercent = 25;

/** How an objective stands, by its budget and where that goes. */
export function standingOf({ isMet, percent, budget }: Pick<ObjectiveView, 'isMet' | 'percent' | 'budget'>): Standing {
  if (percent === null || isMet === null) return { state: 'unknown', word: 'No data yet' };
  if (!isMet || budget.left < 0) return { state: 'critical', word: 'Missed' };
  if (budget.exhaustedAt !== null || budget.leftPercent < lowPercent) return { state: 'warning', word: 'At risk' };
  return { state: 'ok', word: 'Met' };
}

/** `12 m 30 s left of 43 m 12 s`. */
export function budgetWords({ left, total }: Budget, unit: ShownUnit): string {
  if (total <= 0 && left === 0) return 'No budget yet';
  return left < 0 ? `Overspent by ${formatAmount(left, unit)}, of ${formatAmount(total, unit)}` : `${formatAmount(left, unit)} left of ${formatAmount(total, unit)}`;
}

const countedAs = { good: 'counts as up', bad: 'counts as lost', excluded: 'left out' } as const;

/** The rules that a percentage was counted by, those that are alike together: `degraded counts as up; unknown and maintenance left out`. */
export function countingWords(counting: Counting): string {
  const kinds = ['degraded', 'unknown', 'maintenance'] as const;
  return (['good', 'bad', 'excluded'] as const)
    .flatMap((rule) => {
      const named = kinds.filter((kind) => counting[kind] === rule);
      if (named.length === 0) return [];
      const verb = named.length > 1 && rule !== 'excluded' ? countedAs[rule].replace('counts', 'count') : countedAs[rule];
      return [`${named.length === 3 ? 'degraded, unknown and maintenance' : named.join(' and ')} ${verb}`];
    })
    .join('; ');
}

/** By which rules an objective counts: what has no time counts itself. */
export function countedWords({ sli, counting }: Pick<ObjectiveInput, 'sli' | 'counting'>): string {
  switch (sli.kind) {
    case 'checks':
      return countingWords(counting);
    case 'latency':
      return 'each result of the check counts the same; unknown and maintenance have none';
    case 'ratio':
      return 'each event counts the same';
  }
}

/** The worst first: of those that stand alike, the order stays. */
export function byStanding<T extends Parameters<typeof standingOf>[0]>(objectives: readonly T[]): T[] {
  const order: readonly State[] = ['critical', 'warning', 'ok', 'unknown'];
  return objectives.toSorted((a, b) => order.indexOf(standingOf(a).state) - order.indexOf(standingOf(b).state));
}

/** What is measured, in few words. */
export function sliWords(sli: Sli): string {
  switch (sli.kind) {
    case 'checks':
      return sli.checkIds.length === 0 ? 'Uptime by all checks of the service' : sli.checkIds.length === 1 ? 'Uptime by one check' : `Uptime by ${sli.checkIds.length} checks, all of them up`;
    case 'latency':
      return `Results within ${formatExact(sli.thresholdMs)}`;
    case 'ratio':
      return 'Good of all events, by PromQL';
  }
}

/** A window as one speaks of it: `last 30 days`, `this month`. */
export function windowWords(window: SlaWindow): string {
  return window.kind === 'rolling' ? `last ${window.days} days` : `this ${window.unit}`;
}

/** The same with the name of the month or quarter that runs: `this month, November 2026`. */
export function windowName(window: SlaWindow, fromMs: number, zone: string): string {
  if (window.kind === 'rolling') return windowWords(window);
  if (window.unit === 'month') return `${windowWords(window)}, ${formatter(zone, { month: 'long', year: 'numeric' }).format(fromMs)}`;
  const month = Number(formatter(zone, { month: 'numeric' }).format(fromMs));
  return `${windowWords(window)}, Q${Math.ceil(month / 3)} ${formatter(zone, { year: 'numeric' }).format(fromMs)}`;
}

/** Why the window says less than its length: null when it is full. */
export function notFullWords({ isFull, measuredFrom }: ObjectiveView['window'], zone: string): string | null {
  if (isFull) return null;
  return measuredFrom === null ? 'Window not yet full: nothing measured yet' : `Window not yet full: measured since ${formatAbsolute(measuredFrom, zone)}`;
}

/** When the budget ends if the last day goes on. */
export function forecastWords({ percent, budget }: Pick<ObjectiveView, 'percent' | 'budget'>, nowMs: number, zone: string): string {
  if (percent === null) return 'A forecast needs something measured.';
  if (budget.left < 0) return 'The budget is used up and overspent.';
  if (budget.exhaustedAt !== null) {
    return budget.exhaustedAt <= nowMs ? 'The budget is used up.' : `If the last day goes on, the budget is used up in ${formatDuration(budget.exhaustedAt - nowMs)}, on ${formatAbsolute(budget.exhaustedAt, zone)}.`;
  }
  if (budget.burnRate.day === null) return 'Nothing was measured in the last day to forecast from.';
  return budget.burnRate.day === 0 ? 'Nothing was lost in the last day: the budget lasts.' : 'If the last day goes on, the budget lasts to the end of the window.';
}

/** What another target would have meant. */
export function whatIfWords({ target, isMet, margin }: { target: string; isMet: boolean | null; margin: number }, unit: ShownUnit): string {
  if (isMet === null) return `At ${target} % nothing can be said yet.`;
  return isMet ? `At ${target} % this window would be met with ${formatAmount(margin, unit)} left.` : `At ${target} % this window would have been missed by ${formatAmount(margin, unit)}.`;
}

const dayMs = 86_400_000;

/** What a target allows in a full window of time: null when the target is none. A month counts as 30 days, a quarter as 91. */
export function allowedMs(target: string, window: SlaWindow): number | null {
  const share = Number(target);
  if (target.trim() === '' || !(share > 0 && share < 100)) return null;
  return (windowDays(window) * dayMs * (1e8 - Math.round(share * 1e6))) / 1e8;
}

export function windowDays(window: SlaWindow): number {
  if (window.kind === 'rolling') return window.days;
  return window.unit === 'month' ? 30 : 91;
}

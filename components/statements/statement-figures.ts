import { durationWords } from '@/lib/statements/words';
import type { StatementObjective } from '@/lib/statements/schemas';

type Unit = StatementObjective['amount']['unit'];

/** A float that stands for a whole number may lie this little beside it. */
const slack = 1e-6;
const joint = '\u00a0';

/** A length of time in full, to the millisecond. What is less than that is cut. */
export function lengthWords(ms: number): string {
  return durationWords(downwards(ms)).replaceAll(/ (?=[hms](?: |$))/g, joint);
}

/** What was kept or is left, never more than it is. */
export function keptWords(amount: number, unit: Unit): string {
  return unit === 'ms' ? lengthWords(amount) : countWords(amount, unit, downwards);
}

/** What was lost, never less than it is. */
export function lostWords(amount: number, unit: Unit): string {
  return unit === 'ms' ? lengthWords(upwards(amount)) : countWords(amount, unit, upwards);
}

function downwards(size: number): number {
  return Math.floor(size + slack);
}

function upwards(size: number): number {
  return Math.max(0, Math.ceil(size - slack));
}

function countWords(amount: number, unit: string, whole: (size: number) => number): string {
  if (amount > 0 && amount < 0.1) return `under 0.1 ${unit}`;
  const shown = amount < 10 ? whole(amount * 10) / 10 : whole(amount);
  return `${shown.toLocaleString('en')} ${shown === 1 ? unit.slice(0, -1) : unit}`;
}

/** Minutes with two decimals, cut; of what was lost never less than it is. What is less than shown is not called nothing. */
export function minutesWords(ms: number, isLost = false): string {
  if (ms > 0 && ms < 600) return 'under 0.01';
  const hundredths = ms / 600;
  return ((isLost ? upwards(hundredths) : downwards(hundredths)) / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** What is left of the budget, or by how much it was overspent. */
export function budgetLeftWords({ budget, amount }: Pick<StatementObjective, 'budget' | 'amount'>): string {
  return budget.left < 0 ? `overspent by ${lostWords(-budget.left, amount.unit)}` : keptWords(budget.left, amount.unit);
}

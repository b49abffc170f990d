import type { Amount, Sli } from '@/lib/sla/schemas';

/** What an amount counts, as people call it: of a check they are results. */
export type ShownUnit = Amount['unit'] | 'results';

export function shownUnit({ settings, amount }: { settings: { sli: Pick<Sli, 'kind'> }; amount: Amount }): ShownUnit {
  return settings.sli.kind === 'latency' && amount.unit === 'events' ? 'results' : amount.unit;
}

/** A float that stands for a decimal may lie this little below it; one millisecond of a year is 3,000 times more. */
const slack = 1e-6;
const mostDecimals = 6;

/** Decimals that tell a percentage from its target: one more than the target has, two at least. */
export function decimalsOf(target: string): number {
  return Math.min(mostDecimals, Math.max(2, (target.split('.')[1]?.length ?? 0) + 1));
}

/** A percentage with the decimals that its target needs. It is cut, not rounded: 100 % is said only where nothing was lost, and a target is not reached by rounding. */
export function formatPercent(percent: number | null, target: string): string {
  if (percent === null) return 'no data';
  if (percent >= 100) return '100 %';
  const decimals = decimalsOf(target);
  const scale = 10 ** decimals;
  const cut = Math.min(Math.floor(Math.max(0, percent) * scale + slack), 100 * scale - 1);
  return `${(cut / scale).toFixed(decimals)} %`;
}

/** A number and its unit stay on one line. */
const joint = '\u00a0';

/** A length of time in words, to the second from a minute on: `3 m 10 s`, `1 d 2 h`, `19.2 s`, `250 ms`. The sign is left to the words around it. */
export function formatExact(durationMs: number): string {
  const size = Math.abs(durationMs);
  if (size === 0) return '0 s';
  if (size < 1) return 'under 1 ms';
  if (size < 1_000) return `${Math.floor(size)}${joint}ms`;
  if (size < 60_000) return `${Math.floor(size / 100) / 10}${joint}s`;
  const seconds = Math.round(size / 1_000);
  const parts: [number, string][] = [[Math.floor(seconds / 86_400), 'd'], [Math.floor(seconds / 3_600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'm'], [seconds % 60, 's']];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${joint}${unit}`).join(' ');
}

/** Time or a number of events or results, without its sign. */
export function formatAmount(amount: number, unit: ShownUnit): string {
  if (unit === 'ms') return formatExact(amount);
  const size = Math.abs(amount);
  const shown = size < 10 ? Math.floor(size * 10) / 10 : Math.floor(size);
  if (size > 0 && shown === 0) return `under 0.1 ${unit}`;
  return `${shown.toLocaleString('en')} ${shown === 1 ? unit.slice(0, -1) : unit}`;
}

/** How fast the budget is spent: 1× spends it exactly in the window. */
export function formatBurn(rate: number | null): string {
  if (rate === null) return 'no data';
  if (rate === 0) return '0×';
  if (rate < 0.01) return 'under 0.01×';
  if (rate < 10) return `${Number(rate.toPrecision(3))}×`;
  return `${rate < 100 ? Number(rate.toFixed(1)) : Math.round(rate).toLocaleString('en')}×`;
}

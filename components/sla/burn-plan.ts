/** When the burn-rate alerts fire, after chapter 5 of Google's SRE workbook; those of one severity are one rule. */
export const burnPlan = [
  { factor: 14.4, long: '1 h', short: '5 min', hours: 1, severity: 'critical' },
  { factor: 6, long: '6 h', short: '30 min', hours: 6, severity: 'critical' },
  { factor: 3, long: '1 d', short: '2 h', hours: 24, severity: 'warning' },
  { factor: 1, long: '3 d', short: '6 h', hours: 72, severity: 'warning' },
] as const;

/** Percent of the budget of a window that a burn of `factor` spends in `hours`. */
function spentPercent(factor: number, hours: number, windowDays: number): number {
  return (100 * factor * hours) / (windowDays * 24);
}

/** `spends 2 % of the budget in 1 h`. */
export function burnWords({ factor, long, hours }: (typeof burnPlan)[number], windowDays: number): string {
  const percent = spentPercent(factor, hours, windowDays);
  return percent >= 100 ? `spends the whole budget within ${long}` : `spends ${Number(percent.toPrecision(2))} % of the budget in ${long}`;
}

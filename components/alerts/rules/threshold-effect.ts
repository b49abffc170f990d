import type { ThresholdsPreview } from '@/lib/alerts/rules/api';

/** What saving thresholds does now, in one sentence. */
export function thresholdEffect({ totals: { begins, ends }, rules, failed }: Pick<ThresholdsPreview, 'totals' | 'rules' | 'failed'>): string {
  const alerts = (count: number) => (count === 1 ? '1 alert' : `${count} alerts`);
  const unknown = failed.length === 0 ? '' : ` ${failed.length === 1 ? 'One rule' : `${failed.length} rules`} could not be evaluated.`;
  if (rules === 0) return 'No rule uses what you changed: no alert begins or ends.';
  if (begins + ends === 0) return `By the values of now, no alert begins or ends.${unknown}`;
  const fires = begins === 0 ? '' : `fire ${alerts(begins)} now, after the wait of ${begins === 1 ? 'its rule' : 'their rules'}`;
  const finishes = ends === 0 ? '' : `end ${alerts(ends)}`;
  return `This would ${[fires, finishes].filter(Boolean).join(', and ')}.${unknown}`;
}

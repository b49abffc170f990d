import { counted } from '@/components/checks/check-words';
import type { ServiceView } from '@/lib/services/schemas';

/** How many checks it has: `3 checks`, `1 of 3 checks down`. */
export function checksInWords({ up, degraded, unknown, down }: ServiceView['checks']): string {
  const total = up + degraded + unknown + down;
  if (total === 0) return 'no check yet';
  const parts = [
    [down, 'down'],
    [unknown, 'unknown'],
    [degraded, 'degraded'],
  ] as const;
  const bad = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`);
  return bad.length === 0 ? counted(total, 'check') : `${bad.join(', ')} of ${counted(total, 'check')}`;
}

/** What a tier means, the same words wherever it is chosen or shown. */
export const tierWords = { 1: 'matters most', 2: 'important', 3: 'usual', 4: 'can wait' } as const;

import { tomorrowAt } from './local-input';

const hourMs = 3_600_000;

export const quickEnds = ['1h', '4h', 'morning', 'custom'] as const;
export type QuickEnd = (typeof quickEnds)[number];

export const quickEndWord: Record<QuickEnd, string> = { '1h': '1 h', '4h': '4 h', morning: 'Until 09:00', custom: 'Other' };

/** When a silence that begins at `startMs` ends; null where the time is typed. */
export function quickEndOf(choice: QuickEnd, startMs: number): number | null {
  switch (choice) {
    case '1h':
      return startMs + hourMs;
    case '4h':
      return startMs + 4 * hourMs;
    case 'morning':
      return tomorrowAt(startMs, 9);
    case 'custom':
      return null;
  }
}

export const badgeKinds = ['status', 'uptime', 'latency', 'budget'] as const;
export type BadgeKind = (typeof badgeKinds)[number];

/** How far back a badge looks. */
export const badgeRanges = ['24h', '7d', '30d', '90d'] as const;
export type BadgeRange = (typeof badgeRanges)[number];

export const usualRange: BadgeRange = '30d';

const dayMs = 86_400_000;
export const rangeMs: Record<BadgeRange, number> = { '24h': dayMs, '7d': 7 * dayMs, '30d': 30 * dayMs, '90d': 90 * dayMs };

/** A state is of now, and a budget of the window of its objective: for these the range says nothing. */
export function hasRange(kind: BadgeKind): boolean {
  return kind === 'uptime' || kind === 'latency';
}

/** What a badge is called unless its caller names it: never by its service. */
export function usualLabel(kind: BadgeKind, range: BadgeRange): string {
  switch (kind) {
    case 'status':
      return 'status';
    case 'uptime':
      return `uptime ${range.replace(/\D$/, ' $&')}`;
    case 'latency':
      return 'latency';
    case 'budget':
      return 'error budget';
  }
}

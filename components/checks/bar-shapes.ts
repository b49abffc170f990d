import type { Bar } from '@/lib/checks/api';

/** What a bar is drawn as, by the worst of its time; what was not measured counts where nothing else is known. */
export const barKinds = ['down', 'degraded', 'up', 'maintenance', 'unknown'] as const;
export type BarKind = (typeof barKinds)[number];

/** Heights tell the states apart without their colours, from the lowest. */
const heights: Record<BarKind, number> = { unknown: 0.16, maintenance: 0.42, up: 0.72, degraded: 0.86, down: 1 };
/** So much of a bar that was down at all is drawn as down. */
const leastDown = 0.4;

export const barWidth = 4;
const gap = 1;
const height = 100;

export function kindOfBar({ downMs, degradedMs, upMs, maintenanceMs }: Bar): BarKind {
  if (downMs > 0) return 'down';
  if (degradedMs > 0) return 'degraded';
  if (upMs > 0) return 'up';
  return maintenanceMs > 0 ? 'maintenance' : 'unknown';
}

/** One path for each kind, in a frame of `barWidth` a bar and 100 high. A bar that was down is the highest: the time that it was down on top. */
export function barPaths(bars: readonly Bar[]): Record<BarKind, string> {
  const paths: Record<BarKind, string> = { down: '', degraded: '', up: '', maintenance: '', unknown: '' };
  bars.forEach((bar, index) => {
    const x = index * barWidth;
    const kind = kindOfBar(bar);
    if (kind !== 'down') {
      paths[kind] += rect(x, height * (1 - heights[kind]), height);
      return;
    }
    const known = bar.upMs + bar.degradedMs + bar.downMs;
    const split = height * Math.max(leastDown, bar.downMs / known);
    paths.down += rect(x, 0, split);
    if (split < height) paths[bar.degradedMs > bar.upMs ? 'degraded' : 'up'] += rect(x, split, height);
  });
  return paths;
}

/** The bar at a share of the width, from 0 to 1. */
export function barAt(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

function rect(x: number, top: number, bottom: number): string {
  return `M${x} ${round(top)}h${barWidth - gap}V${round(bottom)}h${gap - barWidth}z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

import type { CheckState } from '@/lib/checks/states';
import type { Amount } from '@/lib/sla/schemas';
import type { BadgeWords } from './draw';

/** What a badge is about; null where nothing is known. */
export type BadgeFigure =
  | { kind: 'status'; state: CheckState | 'maintenance' }
  /** Whole milliseconds; time in which nothing was measured is not known. */
  | { kind: 'uptime'; knownMs: number; downMs: number }
  | { kind: 'latency'; p95Ms: number | null }
  | { kind: 'budget'; budget: { left: number; leftPercent: number; isAtRisk: boolean; unit: Amount['unit'] } | null };

const unknown: BadgeWords = { text: 'unknown', look: 'unknown' };
const looks = { up: 'ok', degraded: 'warning', down: 'critical', unknown: 'unknown', maintenance: 'plain' } as const;

/** The words and the colour of a badge. What is not known is said to be so: it is neither 0 nor 100 %. */
export function wordsOf(figure: BadgeFigure): BadgeWords {
  switch (figure.kind) {
    case 'status':
      return { text: figure.state, look: looks[figure.state] };
    case 'uptime':
      return uptimeWords(figure.knownMs, figure.downMs);
    case 'latency':
      return figure.p95Ms === null ? unknown : { text: `p95 ${latencyWords(figure.p95Ms)}`, look: 'plain' };
    case 'budget':
      return figure.budget === null ? unknown : budgetWords(figure.budget);
  }
}

/** Hundredths of a percent, cut and not rounded: 100 % is said only where nothing was down. */
function uptimeWords(knownMs: number, downMs: number): BadgeWords {
  if (knownMs <= 0) return unknown;
  const hundredths = Math.max(0, Math.floor(((knownMs - downMs) * 10_000) / knownMs));
  const look = hundredths >= 9_990 ? 'ok' : hundredths >= 9_900 ? 'warning' : 'critical';
  return { text: hundredths >= 10_000 ? '100 %' : `${(hundredths / 100).toFixed(2)} %`, look };
}

function latencyWords(ms: number): string {
  if (ms >= 9_999.5) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms >= 9.95) return `${Math.round(ms)} ms`;
  return ms < 0.1 ? 'under 0.1 ms' : `${ms.toFixed(1)} ms`;
}

function budgetWords({ left, leftPercent, isAtRisk, unit }: NonNullable<Extract<BadgeFigure, { kind: 'budget' }>['budget']>): BadgeWords {
  const amount = unit === 'ms' ? timeWords(left) : percentWords(leftPercent);
  if (left < 0) return { text: `overspent ${amount}`, look: 'critical' };
  return { text: left === 0 ? 'nothing left' : `${amount} left`, look: isAtRisk ? 'warning' : 'ok' };
}

const units = [[86_400, 'd'], [3_600, 'h'], [60, 'm'], [1, 's']] as const;

/** The two largest units. What is left is rounded down, what is overspent up: nothing is made to look better than it is. */
function timeWords(leftMs: number): string {
  const seconds = Math.abs(leftMs) / 1_000;
  if (seconds < 1) return 'under 1 s';
  const round = leftMs < 0 ? Math.ceil : Math.floor;
  const largest = units.findIndex(([size]) => round(seconds) >= size);
  const step = units[largest + 1]?.[0] ?? 1;
  let rest = round(seconds / step) * step;
  const parts: string[] = [];
  for (const [size, unit] of units) {
    if (rest >= size) parts.push(`${Math.floor(rest / size)} ${unit}`);
    rest %= size;
  }
  return parts.join(' ');
}

function percentWords(percent: number): string {
  const size = Math.abs(percent);
  if (size < 1) return 'under 1 %';
  return `${percent < 0 ? Math.ceil(size) : Math.floor(size)} %`;
}

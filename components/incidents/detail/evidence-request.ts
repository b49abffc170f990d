import type { EvidenceRequest } from '@/lib/incidents/schemas';

/** The ranges of a chart to pin, by what people think of; `incident` begins a while before the incident did. */
export const evidenceRanges = { incident: 'Since shortly before it began', '15m': 'Last 15 min', '1h': 'Last hour', '6h': 'Last 6 h', '24h': 'Last 24 h', custom: 'From and to' } as const;
export type EvidenceRange = keyof typeof evidenceRanges;

const lengths = { '15m': 15 * 60_000, '1h': 3_600_000, '6h': 6 * 3_600_000, '24h': 86_400_000 } as const;
const beforeMs = 15 * 60_000;
const mostMs = 31 * 86_400_000;

interface Moments {
  beganMs: number;
  /** Null while it goes on. */
  endedMs: number | null;
  nowMs: number;
}

/** From when to when a chart is pinned; null for a custom range that is none. */
export function rangeOf(range: EvidenceRange, custom: { from: number | null; to: number | null }, { beganMs, endedMs, nowMs }: Moments): { from: number; to: number } | null {
  if (range === 'custom') {
    const { from, to } = custom;
    return from === null || to === null || from >= to || to - from > mostMs ? null : { from, to };
  }
  if (range !== 'incident') return { from: nowMs - lengths[range], to: nowMs };
  const to = endedMs === null ? nowMs : Math.min(nowMs, endedMs + beforeMs);
  return { from: Math.max(beganMs - beforeMs, to - mostMs), to };
}

export function chartRequest(expr: string, range: { from: number; to: number }): EvidenceRequest {
  return { kind: 'chart', expr: expr.trim(), ...range };
}

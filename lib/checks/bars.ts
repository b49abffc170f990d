import type { Bar } from './api';
import type { Span } from './span';

type Kind = 'upMs' | 'degradedMs' | 'downMs' | 'unknownMs' | 'maintenanceMs';

/** From the one that is shown above all. A check that is unknown or in maintenance says nothing where another does. */
const precedence: readonly Kind[] = ['downMs', 'degradedMs', 'upMs', 'maintenanceMs', 'unknownMs'];

/**
 * Bars of equal length over [fromMs, toMs), the oldest first, of one check's spans or of those of several: at each moment the worst that is known counts. Each bar's
 * milliseconds add up to its length; what no span covers is unknown.
 */
export function barsOf(spans: readonly Span[], fromMs: number, toMs: number, count: number): Bar[] {
  const edgeOf = (index: number) => Math.round(fromMs + ((toMs - fromMs) * index) / count);
  const bars = Array.from({ length: count }, (_, index): Bar => ({ from: edgeOf(index), to: edgeOf(index + 1), upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 }));
  let place = 0;
  for (const stretch of worstOfSpans(spans, fromMs, toMs)) {
    for (let bar = bars[place]; bar; bar = bars[place]) {
      bar[stretch.kind] += Math.max(0, Math.min(stretch.toMs, bar.to) - Math.max(stretch.fromMs, bar.from));
      if (stretch.toMs <= bar.to) break;
      place += 1;
    }
  }
  return bars;
}

/** Percent of the known time that it was up; null when nothing is known. */
export function uptimeOfBars(bars: readonly Bar[]): number | null {
  let [up, known] = [0, 0];
  for (const { upMs, degradedMs, downMs } of bars) {
    up += upMs + degradedMs;
    known += upMs + degradedMs + downMs;
  }
  return known === 0 ? null : (100 * up) / known;
}

interface Stretch {
  fromMs: number;
  toMs: number;
  kind: Kind;
}

/** Stretches that cover all of the time, in order. */
function worstOfSpans(spans: readonly Span[], fromMs: number, toMs: number): Stretch[] {
  const edges: { atMs: number; kind: Kind; by: 1 | -1 }[] = [];
  for (const span of spans) {
    const [from, to] = [Math.max(span.fromMs, fromMs), Math.min(span.toMs, toMs)];
    if (from >= to) continue;
    const kind: Kind = span.maintenance ? 'maintenanceMs' : `${span.state}Ms`;
    edges.push({ atMs: from, kind, by: 1 }, { atMs: to, kind, by: -1 });
  }
  edges.sort((a, b) => a.atMs - b.atMs);
  const open: Record<Kind, number> = { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };
  const stretches: Stretch[] = [];
  let lastMs = fromMs;
  const reach = (atMs: number) => {
    if (atMs > lastMs) stretches.push({ fromMs: lastMs, toMs: atMs, kind: precedence.find((kind) => open[kind] > 0) ?? 'unknownMs' });
    lastMs = Math.max(lastMs, atMs);
  };
  for (const { atMs, kind, by } of edges) {
    reach(atMs);
    open[kind] += by;
  }
  reach(toMs);
  return stretches;
}

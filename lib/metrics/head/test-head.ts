import { bitsOf } from '../stale';
import { labelSetFrom } from '../labels';
import { Head, type AppendOutcome } from './head';
import { MemSeries } from './mem-series';
import { readSeries } from './read-series';

/** A head with one series, and what it said. */
export function headOf(outOfOrderMs = 3_600_000, newestMs?: () => number) {
  const due: MemSeries[] = [];
  const head = new Head({ outOfOrderMs, onDue: (series) => due.push(series), ...(newestMs && { newestMs }) });
  const series = new MemSeries(1, labelSetFrom('m', {}));
  series.id = 7;
  return {
    head,
    series,
    due,
    add: (timeMs: number, value: number): AppendOutcome => {
      const bits = bitsOf(Float64Array.of(value));
      return head.append(series, timeMs, bits[0] ?? 0, bits[1] ?? 0);
    },
    read: (fromMs = -Infinity, toMs = Infinity): [number, number][] => {
      const { times, values } = readSeries(head, series, [], fromMs, toMs);
      return Array.from(times, (time, index): [number, number] => [time, values[index] ?? NaN]);
    },
  };
}

import { fieldsOf } from './fields';

export interface LoadAverages {
  load1: number;
  load5: number;
  load15: number;
}

/** Parses /proc/loadavg (proc_loadavg(5)); null when it does not start with three numbers. */
export function parseLoadavg(text: string): LoadAverages | null {
  const [load1 = NaN, load5 = NaN, load15 = NaN] = fieldsOf(text).slice(0, 3).map(Number);
  return Number.isFinite(load1 + load5 + load15) ? { load1, load5, load15 } : null;
}

export interface SparklinePath {
  line: string;
  area: string;
  /** Where the level lies, null when it is beyond the scale. */
  levelY: number | null;
}

const size = 100;
const headroom = 6;

/** Paths in a square of 100 units for values from 0 up; null values are gaps. */
export function sparkline(values: readonly (number | null)[], level: number | null, max: number | null): SparklinePath {
  const highest = values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  const reached = level !== null && highest >= level / 2 ? Math.max(highest, level) : highest;
  const end = max ?? (reached > 0 ? reached : 1);
  const x = (index: number) => round((index / Math.max(1, values.length - 1)) * size);
  const y = (value: number) => round(size - (Math.min(value, end) / end) * (size - headroom));
  let line = '';
  let area = '';
  for (const run of runsOf(values)) {
    const points = run.values.map((value, at) => `${x(run.start + at)} ${y(value)}`);
    // A value between two gaps is drawn as a dot by the round end of its stroke.
    line += `M${points.join('L')}${points.length === 1 ? 'h0' : ''}`;
    area += `M${x(run.start)} ${size}L${points.join('L')}L${x(run.start + run.values.length - 1)} ${size}Z`;
  }
  return { line, area, levelY: level !== null && level <= end ? y(level) : null };
}

function runsOf(values: readonly (number | null)[]): { start: number; values: number[] }[] {
  const runs: { start: number; values: number[] }[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const run = runs.at(-1);
    if (run && run.start + run.values.length === index) run.values.push(value);
    else runs.push({ start: index, values: [value] });
  });
  return runs;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

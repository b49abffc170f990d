export interface LinePath {
  line: string;
  area: string;
}

const dotLength = 4;

type Position = (value: number) => number;

/** The path of a line and of the area between it and `low`. Null values are gaps; `x` takes an index, `y` a value. */
export function linePath(high: readonly (number | null)[], low: readonly number[] | null, x: Position, y: Position): LinePath {
  let line = '';
  let area = '';
  for (const [start, end] of runsOf(high)) {
    let top = '';
    let bottom = '';
    for (let index = start; index <= end; index += 1) {
      const at = round(x(index));
      top += `${top === '' ? '' : 'L'}${at} ${round(y(high[index] ?? 0))}`;
      if (low !== null) bottom = `L${at} ${round(y(low[index] ?? 0))}${bottom}`;
    }
    // A value between two gaps is a short dash: a point would be too small to see.
    line += start === end ? `M${round(x(start) - dotLength / 2)} ${round(y(high[start] ?? 0))}h${dotLength}` : `M${top}`;
    area += low === null ? `M${round(x(start))} ${round(y(0))}L${top}V${round(y(0))}Z` : `M${top}${bottom}Z`;
  }
  return { line, area };
}

/** First and last index of each run of values without a gap. */
function runsOf(values: readonly (number | null)[]): [start: number, end: number][] {
  const runs: [number, number][] = [];
  let start: number | null = null;
  for (let index = 0; index <= values.length; index += 1) {
    const isGap = (values[index] ?? null) === null;
    if (!isGap) start ??= index;
    else if (start !== null) {
      runs.push([start, index - 1]);
      start = null;
    }
  }
  return runs;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

import { plotInset } from './geometry';
import { linePath } from './paths';
import type { PreparedChart } from './prepare';

interface MarksProps {
  chart: PreparedChart;
  stacked: boolean;
  width: number;
  height: number;
}

/**
 * The lines of a chart, as one path each. Recharts' own `Line` and `Area` make several objects a point at each drawing,
 * which for 15 live charts took three times as long as all the rest.
 */
export function Marks({ chart, stacked, width, height }: MarksProps) {
  const shown = chart.lines.filter((line) => !line.hidden);
  const [low, high] = chart.valueDomain;
  const bottom = height - plotInset.bottom;
  const x = (index: number) => plotInset.left + (index / Math.max(1, chart.points - 1)) * (width - plotInset.left - plotInset.right);
  const y = (value: number) => bottom - ((Math.min(value, high) - low) / (high - low)) * (bottom - plotInset.top);
  const fillOpacity = stacked ? 0.35 : shown.length === 1 ? 0.12 : 0;
  return (
    <g>
      {shown.map((line) => {
        const path = linePath(line.high, line.low, x, y);
        return (
          <g key={line.key} style={{ color: line.colour }}>
            {fillOpacity > 0 ? <path d={path.area} fill="currentColor" fillOpacity={fillOpacity} /> : null}
            <path
              d={path.line}
              fill="none"
              stroke="currentColor"
              strokeWidth={stacked ? 1 : 1.5}
              strokeDasharray={line.dash}
              strokeLinejoin="round"
              strokeLinecap="round"
            />
          </g>
        );
      })}
    </g>
  );
}

'use client';

import { memo } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import { formatQuantity, type Unit } from '@/lib/units';
import { plotHeight, plotInset } from './geometry';
import type { PreparedChart, PreparedLine } from './prepare';
import { formatTick, timeTicks } from './ticks';

interface PlotProps {
  chart: PreparedChart;
  unit: Unit;
  stacked: boolean;
  width: number;
  zone: string;
}

const axisText = { fontSize: 11, fill: 'var(--muted)' };

/** Draws a prepared chart. Pointer and crosshair are the overlay's, so that moving them does not draw this again. */
export const Plot = memo(function Plot({ chart, unit, stacked, width, zone }: PlotProps) {
  const [fromMs, toMs] = chart.timeDomain;
  const shown = chart.lines.filter((line) => !line.hidden);
  return (
    <div aria-hidden className="pointer-events-none">
      <ComposedChart
        width={width}
        height={plotHeight}
        data={chart.rows}
        margin={{ top: plotInset.top, right: plotInset.right, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="t"
          type="number"
          domain={[fromMs, toMs]}
          ticks={timeTicks(fromMs, toMs, zone, Math.max(2, Math.floor((width - plotInset.left) / 72)))}
          tickFormatter={(at: number) => formatTick(at, toMs - fromMs, zone)}
          height={plotInset.bottom}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          interval={0}
        />
        <YAxis
          domain={chart.valueDomain}
          ticks={chart.valueTicks}
          tickFormatter={(value: number) => formatQuantity(value, unit)}
          width={plotInset.left}
          tick={axisText}
          tickLine={false}
          axisLine={false}
          interval={0}
          allowDataOverflow
        />
        {shown.map((line) => mark(line, stacked, shown.length))}
        {chart.levels.map((level) => (
          <ReferenceLine
            key={level.state}
            y={level.value}
            stroke={`var(--${level.state}-fill)`}
            strokeDasharray="4 3"
            strokeOpacity={0.8}
            label={{ value: level.state, position: 'insideBottomRight', offset: 3, fontSize: 10, fill: `var(--${level.state})` }}
          />
        ))}
      </ComposedChart>
    </div>
  );
});

function mark(line: PreparedLine, stacked: boolean, count: number) {
  const shared = {
    dataKey: line.field,
    stroke: line.colour,
    strokeWidth: 1.5,
    strokeLinecap: 'round' as const,
    strokeLinejoin: 'round' as const,
    isAnimationActive: false,
    connectNulls: false,
    dot: false,
    activeDot: false,
    type: 'linear' as const,
  };
  if (stacked) return <Area key={line.key} {...shared} stackId="all" fill={line.colour} fillOpacity={0.35} strokeWidth={1} />;
  if (count === 1) return <Area key={line.key} {...shared} fill={line.colour} fillOpacity={0.12} />;
  return <Line key={line.key} {...shared} />;
}

'use client';

import { memo, useMemo } from 'react';
import { CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { formatQuantity, type Unit } from '@/lib/units';
import { plotHeight, plotInset, positionOf } from './geometry';
import { Marks } from './marks';
import type { PreparedChart } from './prepare';
import { formatTick, timeTicks } from './ticks';

interface PlotProps {
  chart: PreparedChart;
  unit: Unit;
  stacked: boolean;
  width: number;
  zone: string;
  height?: number;
  /** How the value axis is written where the unit does not say it. */
  formatValue?: (value: number) => string;
}

/** Recharts breaks a label at any other space. */
const noBreak = '\u00a0';
const halfLabelPx = 22;
const labelHeightPx = 14;
const axisText = { fontSize: 11, fill: 'var(--muted)' };
/** The outline keeps the word readable where it lies on the data. */
const levelText = { fontSize: 10, stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' };

/**
 * Draws a prepared chart: Recharts the axes, the grid and the levels, `Marks` the lines. Pointer and crosshair are the
 * overlay's, so that moving them does not draw this again.
 */
export const Plot = memo(function Plot({ chart, unit, stacked, width, zone, height = plotHeight, formatValue }: PlotProps) {
  const [fromMs, toMs] = chart.timeDomain;
  // Recharts draws no axis without data; the two ends of the window are enough.
  const ends = useMemo(() => [{ t: fromMs }, { t: toMs }], [fromMs, toMs]);
  return (
    <div aria-hidden className="pointer-events-none">
      <ComposedChart
        width={width}
        height={height}
        data={ends}
        margin={{ top: plotInset.top, right: plotInset.right, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="t"
          type="number"
          domain={[fromMs, toMs]}
          ticks={ticksWithin(chart.timeDomain, width, zone)}
          tickFormatter={(at: number) => formatTick(at, toMs - fromMs, zone)}
          height={plotInset.bottom}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          interval={0}
          allowDataOverflow
        />
        <YAxis
          type="number"
          domain={chart.valueDomain}
          ticks={chart.valueTicks}
          tickFormatter={(value: number) => (formatValue ? formatValue(value) : formatQuantity(value, unit)).replace(' ', noBreak)}
          width={plotInset.left}
          tick={axisText}
          tickLine={false}
          axisLine={false}
          interval={0}
          allowDataOverflow
        />
        <Marks chart={chart} stacked={stacked} width={width} height={height} />
        {chart.levels.map((level) => (
          <ReferenceLine
            key={level.state}
            y={level.value}
            stroke={`var(--${level.state}-fill)`}
            strokeDasharray="4 3"
            strokeOpacity={0.8}
            label={{ value: level.state, position: labelPlace(level.value, chart.valueDomain[1]), offset: 3, fill: `var(--${level.state})`, ...levelText }}
          />
        ))}
      </ComposedChart>
    </div>
  );
});

/** Above its line, or below where the top edge would cut it. */
function labelPlace(value: number, end: number): 'insideBottomRight' | 'insideTopRight' {
  const roomPx = plotInset.top + (1 - value / end) * (plotHeight - plotInset.top - plotInset.bottom);
  return roomPx >= labelHeightPx ? 'insideBottomRight' : 'insideTopRight';
}

/** Round times whose labels fit within the frame. */
function ticksWithin(domain: PreparedChart['timeDomain'], width: number, zone: string): number[] {
  const count = Math.max(2, Math.floor((width - plotInset.left) / 72));
  return timeTicks(domain[0], domain[1], zone, count).filter((at) => positionOf(at, width, domain) <= width - halfLabelPx);
}

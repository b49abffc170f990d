'use client';

import { Bar, BarChart, CartesianGrid, LabelList, XAxis, YAxis } from 'recharts';
import { useFrame } from '@/components/charts/use-frame';
import type { FigureMeasure } from './figures-state';
import { figureText, type PreparedFigures } from './prepare-figures';

interface FiguresChartProps {
  prepared: PreparedFigures;
  show: FigureMeasure;
}

const axisText = { fontSize: 11, fill: 'var(--muted)' };
const [timeHeight, rowHeight, axisHeight] = [220, 32, 32];
const narrowPx = 480;
/** Recharts breaks a label at any other space. */
const noBreak = '\u00a0';

/** Draws the prepared bars. What they say stands in the table as well. */
export function FiguresChart({ prepared, show }: FiguresChartProps) {
  const { ref, width } = useFrame();
  const { bars, isTime } = prepared;
  const height = isTime ? timeHeight : bars.length * rowHeight + axisHeight;
  return (
    <div ref={ref} aria-hidden className="pointer-events-none min-w-0 stale:grayscale" style={{ height }}>
      {width > 0 ? isTime ? <Columns prepared={prepared} show={show} width={width} height={height} /> : <Rows prepared={prepared} show={show} width={width} height={height} /> : null}
    </div>
  );
}

type Drawn = FiguresChartProps & { width: number; height: number };

function Columns({ prepared: { bars, ticks }, show, width, height }: Drawn) {
  const room = Math.max(1, Math.floor((width - 64) / 64));
  return (
    <BarChart width={width} height={height} data={bars} margin={{ top: 20, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="name" tickFormatter={unbroken} height={24} tick={axisText} tickLine={false} axisLine={{ stroke: 'var(--line)' }} interval={Math.max(0, Math.ceil(bars.length / room) - 1)} />
      <YAxis type="number" domain={[0, ticks.at(-1) ?? 1]} ticks={ticks} tickFormatter={(value: number) => unbroken(figureText(value, show))} width={56} tick={axisText} tickLine={false} axisLine={false} interval={0} />
      <Bar dataKey="value" fill="var(--chart-1)" radius={[2, 2, 0, 0]} maxBarSize={48} isAnimationActive={false}>
        {bars.length <= room * 1.5 ? <LabelList dataKey="value" position="top" fill="var(--ink)" fontSize={11} formatter={(value) => (typeof value === 'number' && value > 0 ? unbroken(figureText(value, show)) : '')} /> : null}
      </Bar>
    </BarChart>
  );
}

function Rows({ prepared: { bars, ticks }, show, width, height }: Drawn) {
  const nameWidth = width < narrowPx ? 104 : 200;
  const letters = Math.floor(nameWidth / 7);
  return (
    <BarChart layout="vertical" width={width} height={height} data={bars} margin={{ top: 0, right: 72, bottom: 0, left: 0 }} accessibilityLayer={false}>
      <CartesianGrid horizontal={false} stroke="var(--line)" />
      <XAxis type="number" domain={[0, ticks.at(-1) ?? 1]} ticks={width < narrowPx ? [0, ticks.at(-1) ?? 1] : ticks} tickFormatter={(value: number) => unbroken(figureText(value, show))} height={24} tick={axisText} tickLine={false} axisLine={false} interval={0} />
      <YAxis type="category" dataKey="name" tickFormatter={(name: string) => unbroken(name.length > letters ? `${name.slice(0, letters - 1)}…` : name)} width={nameWidth} tick={axisText} tickLine={false} axisLine={{ stroke: 'var(--line)' }} interval={0} />
      <Bar dataKey="value" fill="var(--chart-1)" radius={[0, 2, 2, 0]} maxBarSize={20} isAnimationActive={false}>
        <LabelList dataKey="value" position="right" fill="var(--ink)" fontSize={11} formatter={(value) => (typeof value === 'number' ? unbroken(figureText(value, show)) : '')} />
      </Bar>
    </BarChart>
  );
}

function unbroken(text: string): string {
  return text.replaceAll(' ', noBreak);
}

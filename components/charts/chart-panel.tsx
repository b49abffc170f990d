'use client';

import { memo, useCallback, useMemo, useState } from 'react';
import { useZone } from '@/components/time/zone';
import type { ChartDefinition } from '@/lib/health/charts';
import type { TimeWindow } from '@/lib/health/ranges';
import type { ChartReport } from '@/lib/health/schemas';
import type { Threshold } from '@/lib/health/vitals';
import { plotHeight } from './geometry';
import { Legend } from './legend';
import { PlotArea } from './plot-area';
import { prepareChart, summarise } from './prepare';
import { useFrame } from './use-frame';

interface ChartPanelProps {
  definition: ChartDefinition;
  report: ChartReport | undefined;
  window: TimeWindow;
  /** The window in words: `last 5 min`. */
  when: string;
  /** The levels to draw, in the unit of the chart. */
  threshold: Threshold | null;
}

const noneHidden: ReadonlySet<string> = new Set();

export const ChartPanel = memo(function ChartPanel({ definition, report, window, when, threshold }: ChartPanelProps) {
  const { ref, width, isNear } = useFrame();
  const zone = useZone();
  const [hidden, setHidden] = useState(noneHidden);
  const chart = useMemo(() => prepareChart(definition, report, window, hidden, threshold), [definition, report, window, hidden, threshold]);
  const toggle = useCallback((key: string) => setHidden((before) => toggled(before, key)), []);
  return (
    <figure className="flex min-w-0 flex-col rounded-base border bg-surface pt-3 pb-1 stale:grayscale" data-chart={definition.id}>
      <figcaption className="px-4 text-sm font-medium">
        {definition.title}
        <span className="sr-only">{summarise(definition, chart, when).slice(definition.title.length)}</span>
      </figcaption>
      <Legend chart={chart} unit={definition.unit} window={window} onToggle={toggle} />
      <div ref={ref} className="relative mt-auto" style={{ height: plotHeight }}>
        <PlotArea definition={definition} chart={chart} window={window} width={width} zone={zone} isNear={isNear} />
      </div>
    </figure>
  );
});

function toggled(before: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(key)) after.add(key);
  return after;
}

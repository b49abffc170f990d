'use client';

import { memo, useMemo, useState } from 'react';
import { ChartPanel } from '@/components/charts/chart-panel';
import { ChartGroupContext, createCrosshair } from '@/components/charts/crosshair';
import { useZone } from '@/components/time/zone';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { healthCharts, type ChartDefinition } from '@/lib/health/charts';
import type { TimeWindow } from '@/lib/health/ranges';
import type { ChartReport } from '@/lib/health/schemas';
import type { FrameThresholds } from './live-view';
import { zoomTo, type RangeSelection } from './range-selection';

const definitions: readonly ChartDefinition[] = healthCharts;

interface ChartsGridProps {
  charts: readonly ChartReport[];
  window: TimeWindow;
  thresholds: FrameThresholds;
  /** The charts still show another range than the one asked for. */
  isPending: boolean;
  selection: RangeSelection;
  onSelect: (selection: RangeSelection) => void;
}

export const ChartsGrid = memo(function ChartsGrid({ charts, window, thresholds, isPending, selection, onSelect }: ChartsGridProps) {
  const zone = useZone();
  const [crosshair] = useState(createCrosshair);
  const group = useMemo(
    () => ({ crosshair, zoom: (fromMs: number, toMs: number) => onSelect(zoomTo(fromMs, toMs)) }),
    [crosshair, onSelect],
  );
  const when = selection.kind === 'named' ? `last ${formatDuration(window.toMs - window.fromMs)}` : spell(window, zone);
  return (
    <ChartGroupContext value={group}>
      <div
        aria-busy={isPending}
        className={cn('grid grid-cols-1 gap-3 transition-opacity duration-150 md:grid-cols-2 xl:grid-cols-3', isPending && 'opacity-50')}
      >
        {definitions.map((definition) => (
          <ChartPanel
            key={definition.id}
            definition={definition}
            report={charts.find((chart) => chart.id === definition.id)}
            window={window}
            when={when}
            threshold={(definition.vital && thresholds[definition.vital]) ?? null}
          />
        ))}
      </div>
    </ChartGroupContext>
  );
});

function spell(window: TimeWindow, zone: string | null): string {
  return zone ? `from ${formatAbsolute(window.fromMs, zone)} to ${formatAbsolute(window.toMs, zone)}` : 'custom range';
}

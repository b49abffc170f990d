'use client';

import { ArrowDownRight, ArrowRight, ArrowUpRight, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import { StateBadge } from '@/components/ui/state';
import { Tooltip } from '@/components/ui/tooltip';
import { cn } from '@/components/ui/cn';
import { Since } from '@/components/time/since';
import { healthCharts, type ChartDefinition } from '@/lib/health/charts';
import type { SparklineReport, VitalReport } from '@/lib/health/schemas';
import type { State, VitalDefinition } from '@/lib/health/vitals';
import { formatQuantity, toQuantity } from '@/lib/units';
import { Sparkline } from './sparkline';
import { describeTrend, type Trend } from './trend';

interface VitalTileProps {
  definition: VitalDefinition;
  vital: VitalReport | undefined;
  sparkline: SparklineReport | undefined;
  /** The present by the server's clock; only a state that is not ok shows since when. */
  nowMs: number | null;
}

const arrows: Record<Trend['direction'], LucideIcon> = { rising: ArrowUpRight, falling: ArrowDownRight, steady: ArrowRight };

const frames: Record<State, string> = {
  ok: 'border-line bg-surface',
  unknown: 'border-line border-dashed bg-surface',
  warning: 'border-warning-fill bg-warning-soft',
  critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

export const VitalTile = memo(function VitalTile({ definition, vital, sparkline, nowMs }: VitalTileProps) {
  const state = vital?.state ?? 'unknown';
  const value = vital?.value ?? null;
  const level = vital?.threshold?.warning ?? null;
  const reason = vital?.reason ?? 'Not measured on this system.';
  const trend = describeTrend(definition, sparkline?.trend ?? null, value);
  const tipId = `vital-${definition.id}-reason`;
  const chart = chartOf(definition);
  const jump = chart ? `#chart-${chart}` : `#vital-${definition.id}`;
  return (
    <article
      id={`vital-${definition.id}`}
      data-vital={definition.id}
      data-state={state}
      className={cn('group/tip relative flex min-w-0 flex-col rounded-base border stale:grayscale', frames[state])}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 px-3 pt-3 sm:px-4">
        <h3 className="col-span-2 truncate text-sm font-medium sm:col-span-1">
          <a
            data-stop
            href={jump}
            aria-describedby={tipId}
            onClick={(event) => {
              if (!chart) event.preventDefault();
            }}
            className="after:absolute after:inset-0 after:rounded-base focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-ink"
          >
            {definition.title}
          </a>
        </h3>
        <StateBadge
          state={state}
          className={cn('sm:col-start-2 sm:row-start-1', state === 'ok' ? 'col-start-2 row-start-2' : 'col-span-2 row-start-3 sm:col-span-1')}
          detail={
            vital && nowMs !== null && state !== 'ok' ? (
              <span className="font-normal">
                <Since atMs={vital.since} nowMs={nowMs} form="for" />
              </span>
            ) : null
          }
        />
        <Value value={value} definition={definition} />
      </div>
      <div className="flex min-h-5 flex-col justify-between gap-x-3 px-3 text-xs text-muted sm:flex-row sm:items-center sm:px-4">
        {state === 'unknown' ? (
          <span className="line-clamp-3 text-unknown">{reason}</span>
        ) : (
          <>
            {trend ? <TrendWords trend={trend} /> : <span>No trend yet</span>}
            {level === null ? null : <span>warns at {formatQuantity(level, definition.unit)}</span>}
          </>
        )}
      </div>
      <div className="mt-auto h-12 overflow-hidden pt-2 rounded-b-base stale:opacity-40">
        <Sparkline
          values={sparkline?.values ?? []}
          level={level}
          max={definition.unit === 'percent' && definition.id !== 'error_rate' ? 100 : null}
          state={state}
        />
      </div>
      <Tooltip id={tipId} className="inset-x-0 top-full mt-1 w-auto max-w-none">
        {reason}
      </Tooltip>
    </article>
  );
});

function Value({ value, definition }: { value: number | null; definition: VitalDefinition }) {
  const quantity = value === null ? null : toQuantity(value, definition.unit);
  return (
    <p className="col-start-1 row-start-2 flex items-baseline gap-1 py-1 whitespace-nowrap sm:col-span-2" data-value={value ?? undefined}>
      <span className="text-2xl font-semibold sm:text-3xl tracking-tight stale:text-muted">{quantity ? quantity.text : '–'}</span>
      <span className="text-base text-muted">{quantity ? quantity.unit || unitWord(definition) : ''}</span>
    </p>
  );
}

function TrendWords({ trend }: { trend: Trend }) {
  const Arrow = arrows[trend.direction];
  return (
    <span className="inline-flex items-center gap-1" title="The last minute against the four minutes before">
      <Arrow aria-hidden className="size-3.5" />
      {trend.words}
    </span>
  );
}

/** Count has no sign of its own; a number without a unit would leave the reader guessing. */
function unitWord(definition: VitalDefinition): string {
  return definition.unit === 'count' ? 'open' : '';
}

function chartOf(definition: VitalDefinition): string | null {
  const charts: readonly ChartDefinition[] = healthCharts;
  const found =
    charts.find((chart) => chart.vital === definition.id) ??
    charts.find((chart) => chart.id === definition.id || chart.lines.some((line) => line.metric === definition.metric));
  return found?.id ?? null;
}

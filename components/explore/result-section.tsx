'use client';

import { useCallback, useMemo } from 'react';
import { RangePicker } from '@/components/health/range-picker';
import type { RangeSelection } from '@/components/health/range-selection';
import { WindowCaption } from '@/components/health/window-caption';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import type { TimeWindow } from '@/lib/health/ranges';
import { Examples } from './examples';
import { letterOf, refreshMsOf, type ExploreState } from './explore-state';
import { GraphPanel } from './graph-panel';
import type { RowResult } from './query-row';
import { RefreshSelect } from './refresh-select';
import { ResultTable } from './result-table';
import { StepField } from './step-field';
import { TableTime } from './table-time';
import { useSameList } from './use-results';

interface ResultSectionProps {
  state: ExploreState;
  onChange: (change: Partial<ExploreState>) => void;
  window: TimeWindow;
  /** The moment of the table. */
  atMs: number;
  /** What is wrong with the step. */
  fault: string | null;
  results: readonly (RowResult | null)[];
  onExample: (expr: string) => void;
}

const viewOptions = [
  { value: 'graph', label: 'Graph' },
  { value: 'table', label: 'Table' },
] as const;

/** How the answers are shown, and the answers. */
export function ResultSection(props: ResultSectionProps) {
  const { fault } = props;
  return (
    <section aria-label="Result" className="flex min-w-0 flex-col gap-3">
      <Toolbar {...props} />
      {fault ? (
        <p id="explore-step-fault" role="alert" className="text-sm text-critical">
          {fault} The step is chosen by the range instead.
        </p>
      ) : null}
      <Result {...props} />
    </section>
  );
}

function Toolbar({ state, onChange, window, fault }: ResultSectionProps) {
  const isFixed = state.range.kind === 'custom' || (state.view === 'table' && state.atMs !== null);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Segmented label="View" options={viewOptions} value={state.view} onChange={(view) => onChange({ view })} />
      {state.range.kind === 'custom' ? (
        <WindowCaption fromMs={state.range.fromMs} toMs={state.range.toMs} onLeave={() => onChange({ range: { kind: 'named', name: 'live' } })} />
      ) : null}
      <div className="order-last flex w-full min-w-0 flex-wrap items-center gap-2 sm:order-none sm:ml-auto sm:w-auto">
        {state.view === 'graph' ? (
          <StepField step={state.step} drawnMs={window.stepMs} fault={fault} onStep={(step) => onChange({ step })} />
        ) : (
          <TableTime atMs={state.atMs} onChange={(atMs) => onChange({ atMs })} />
        )}
        <RefreshSelect refreshMs={refreshMsOf(state)} isDisabled={isFixed} onRefresh={(refresh) => onChange({ refresh })} />
      </div>
      <div className="ml-auto sm:ml-0">
        <RangePicker selection={state.range} onSelect={(range) => onChange({ range })} />
      </div>
    </div>
  );
}

function Result({ state, onChange, window, atMs, results, onExample }: ResultSectionProps) {
  const answers = useSameList(results.map((result) => (result?.answer && !result.failure ? result.answer : null)));
  const inputs = useMemo(
    () => answers.flatMap((answer, index) => (answer ? [{ letter: letterOf(index), series: answer.series, text: answer.text }] : [])),
    [answers],
  );
  const setRange = useCallback((range: RangeSelection) => onChange({ range }), [onChange]);
  const isPending = results.some((result) => result?.isPending);
  if (state.queries.every(({ expr }) => expr.trim() === '')) return <Examples onPick={onExample} />;
  if (inputs.length === 0 && isPending) {
    return (
      <div role="status">
        <span className="sr-only">The queries run</span>
        <Skeleton className="h-96" />
      </div>
    );
  }
  if (inputs.length === 0) {
    return (
      <p className="rounded-base border border-dashed bg-surface px-4 py-12 text-center text-sm text-muted">
        {results.every((result) => result === null) ? 'Every query is hidden. Show one to see its result.' : 'There is no result: see above what is wrong with the query.'}
      </p>
    );
  }
  if (state.view === 'graph') return <GraphPanel inputs={inputs} window={window} isPending={isPending} onRange={setRange} />;
  return <ResultTable inputs={inputs} atMs={atMs} isPending={isPending} />;
}

'use client';

import { History, Play, Plus } from 'lucide-react';
import { createRef, useEffect, useEffectEvent, useMemo, useState, type RefObject } from 'react';
import { RangePicker } from '@/components/health/range-picker';
import { WindowCaption } from '@/components/health/window-caption';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import type { EditorHandle } from './editor-handle';
import { Examples } from './examples';
import { letterOf, maxQueries, refreshMsOf, type ExploreQuery } from './explore-state';
import { windowOfExplore } from './explore-window';
import { GraphPanel } from './graph-panel';
import { HistoryDialog } from './history-dialog';
import { MetricBrowser } from './metric-browser';
import { rememberQueries } from './query-history';
import { QueryRow } from './query-row';
import { RefreshSelect } from './refresh-select';
import { ResultTable } from './result-table';
import { StepField } from './step-field';
import { TableTime } from './table-time';
import { useExploreState } from './use-explore-state';
import { useResults, useSameList } from './use-results';

interface Row {
  id: number;
  draft: string;
  isHidden: boolean;
  editor: RefObject<EditorHandle | null>;
}

const viewOptions = [
  { value: 'graph', label: 'Graph' },
  { value: 'table', label: 'Table' },
] as const;

let rowsMade = 0;

export function Explore() {
  const [state, change] = useExploreState();
  const [rows, setRows] = useState(() => rowsOf(state.queries));
  const [seen, setSeen] = useState(state.queries);
  const [run, setRun] = useState(() => ({ count: 0, atMs: Date.now() }));
  const [dialog, setDialog] = useState<{ kind: 'metrics' | 'history'; row: number } | null>(null);

  // The way back of the browser, or a link, brought other queries than those in the editors.
  if (seen !== state.queries) {
    setSeen(state.queries);
    if (!isSame(state.queries, rows)) setRows(rowsOf(state.queries));
  }

  const { window, fault } = useMemo(() => windowOfExplore(state.range, state.step, run.atMs), [state.range, state.step, run.atMs]);
  const atMs = state.atMs ?? (state.range.kind === 'custom' ? state.range.toMs : run.atMs);
  const results = useResults({ queries: state.queries, view: state.view, window, atMs, run: run.count });
  const refreshMs = refreshMsOf(state);

  const again = useEffectEvent(() => {
    if (!document.hidden && results.every((result) => !result?.isPending)) setRun((before) => ({ count: before.count + 1, atMs: Date.now() }));
  });
  // Synchronises with the clock.
  useEffect(() => {
    if (refreshMs === 0) return;
    const timer = setInterval(() => again(), refreshMs);
    return () => clearInterval(timer);
  }, [refreshMs]);

  function start(from: readonly Row[] = rows) {
    const queries = from.map(({ draft, isHidden }) => ({ expr: draft, isHidden }));
    const kept = queries.some(({ expr }) => expr.trim() !== '') ? queries : [];
    rememberQueries(kept.map(({ expr }) => expr));
    change({ queries: kept });
    setRun((before) => ({ count: before.count + 1, atMs: Date.now() }));
  }

  function edit(id: number, next: Partial<Row>): Row[] {
    const changed = rows.map((row) => (row.id === id ? { ...row, ...next } : row));
    setRows(changed);
    return changed;
  }

  function pick(text: string, isWhole: boolean) {
    const row = rows[dialog?.row ?? 0] ?? rows[0];
    setDialog(null);
    // After the dialog gave the focus back.
    setTimeout(() => (isWhole ? row?.editor.current?.replace(text) : row?.editor.current?.insert(text)), 0);
  }

  function runExample(expr: string) {
    const first = rows[0];
    if (!first) return;
    first.editor.current?.replace(expr);
    start(edit(first.id, { draft: expr }));
  }

  const answers = useSameList(results.map((result) => (result?.answer && !result.failure ? result.answer : null)));
  const inputs = useMemo(
    () => answers.flatMap((answer, index) => (answer ? [{ letter: letterOf(index), series: answer.series, text: answer.text }] : [])),
    [answers],
  );
  const isPending = results.some((result) => result?.isPending);
  const hasRun = state.queries.some(({ expr }) => expr.trim() !== '');
  const isFirst = isPending && inputs.length === 0;
  return (
    <div className="flex flex-col gap-4">
      <section aria-label="Queries" className="rounded-base border bg-surface">
        <ul>
          {rows.map((row, index) => (
            <QueryRow
              key={row.id}
              letter={letterOf(index)}
              initial={row.draft}
              isHidden={row.isHidden}
              result={results[index]?.expr === state.queries[index]?.expr ? (results[index] ?? null) : null}
              editor={row.editor}
              onChange={(draft) => edit(row.id, { draft })}
              onRun={() => start()}
              onToggle={() => start(edit(row.id, { isHidden: !row.isHidden }))}
              onBrowse={() => setDialog({ kind: 'metrics', row: index })}
              onRemove={
                rows.length === 1
                  ? null
                  : () => {
                      const left = rows.filter((each) => each.id !== row.id);
                      setRows(left);
                      start(left);
                    }
              }
            />
          ))}
        </ul>
        <footer className="flex flex-wrap items-center gap-2 border-t p-2">
          <Button look="quiet" disabled={rows.length >= maxQueries} onClick={() => setRows([...rows, ...rowsOf([{ expr: '', isHidden: false }])])}>
            <Plus aria-hidden className="size-4" />
            Add query
          </Button>
          <Button look="quiet" onClick={() => setDialog({ kind: 'history', row: rows.length - 1 })}>
            <History aria-hidden className="size-4" />
            History
          </Button>
          <Button look="primary" className="ml-auto" aria-keyshortcuts="Enter" onClick={() => start()}>
            <Play aria-hidden className="size-4" />
            Run
          </Button>
        </footer>
      </section>

      <section aria-label="Result" className="flex min-w-0 flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Segmented label="View" options={viewOptions} value={state.view} onChange={(view) => change({ view })} />
          {state.range.kind === 'custom' ? (
            <WindowCaption fromMs={state.range.fromMs} toMs={state.range.toMs} onLeave={() => change({ range: { kind: 'named', name: 'live' } })} />
          ) : null}
          <div className="order-last flex w-full min-w-0 flex-wrap items-center gap-2 sm:order-none sm:ml-auto sm:w-auto">
            {state.view === 'graph' ? (
              <StepField step={state.step} drawnMs={window.stepMs} fault={fault} onStep={(step) => change({ step })} />
            ) : (
              <TableTime atMs={state.atMs} onChange={(at) => change({ atMs: at })} />
            )}
            <RefreshSelect refreshMs={refreshMs} isDisabled={state.range.kind === 'custom' || (state.view === 'table' && state.atMs !== null)} onRefresh={(refresh) => change({ refresh })} />
          </div>
          <div className="ml-auto sm:ml-0">
            <RangePicker selection={state.range} onSelect={(range) => change({ range })} />
          </div>
        </div>
        {fault ? (
          <p id="explore-step-fault" role="alert" className="text-sm text-critical">
            {fault} The step is chosen by the range instead.
          </p>
        ) : null}
        {!hasRun ? (
          <Examples onPick={runExample} />
        ) : isFirst ? (
          <div role="status">
            <span className="sr-only">The queries run</span>
            <Skeleton className="h-96" />
          </div>
        ) : inputs.length === 0 && results.every((result) => result === null || result.failure !== null) ? (
          <p className="rounded-base border border-dashed bg-surface px-4 py-12 text-center text-sm text-muted">
            {results.every((result) => result === null) ? 'Every query is hidden. Show one to see its result.' : 'There is no result: see above what is wrong with the query.'}
          </p>
        ) : state.view === 'graph' ? (
          <GraphPanel inputs={inputs} window={window} isPending={isPending} onRange={(range) => change({ range })} />
        ) : (
          <ResultTable inputs={inputs} atMs={atMs} isPending={isPending} />
        )}
      </section>

      <MetricBrowser open={dialog?.kind === 'metrics'} onClose={() => setDialog(null)} onPick={(name) => pick(name, false)} />
      <HistoryDialog open={dialog?.kind === 'history'} onClose={() => setDialog(null)} onPick={(expr) => pick(expr, true)} />
    </div>
  );
}

function rowsOf(queries: readonly ExploreQuery[]): Row[] {
  const shown = queries.length > 0 ? queries : [{ expr: '', isHidden: false }];
  return shown.map(({ expr, isHidden }) => ({ id: (rowsMade += 1), draft: expr, isHidden, editor: createRef<EditorHandle>() }));
}

function isSame(queries: readonly ExploreQuery[], rows: readonly Row[]): boolean {
  if (queries.length === 0) return rows.every(({ draft }) => draft.trim() === '');
  return queries.length === rows.length && queries.every(({ expr, isHidden }, index) => rows[index]?.draft === expr && rows[index]?.isHidden === isHidden);
}

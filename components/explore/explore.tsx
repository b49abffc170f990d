'use client';

import { History, Play, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { letterOf, maxQueries, refreshMsOf } from './explore-state';
import { windowOfExplore } from './explore-window';
import { HistoryDialog } from './history-dialog';
import { MetricBrowser } from './metric-browser';
import { rememberQueries } from './query-history';
import { QueryRow } from './query-row';
import { newRow, useRows, written, type Row } from './query-rows';
import { ResultSection } from './result-section';
import { useExploreState } from './use-explore-state';
import { useResults } from './use-results';
import { useRun } from './use-run';

export function Explore() {
  const [state, change] = useExploreState();
  const [rows, setRows] = useRows(state.queries);
  const [dialog, setDialog] = useState<{ kind: 'metrics' | 'history'; row: number } | null>(null);
  const run = useRun(refreshMsOf(state));
  const { window, fault } = useMemo(() => windowOfExplore(state.range, state.step, run.atMs), [state.range, state.step, run.atMs]);
  const atMs = state.atMs ?? (state.range.kind === 'custom' ? state.range.toMs : run.atMs);
  const results = useResults({ queries: state.queries, view: state.view, window, atMs, run: run.count });

  function start(from: readonly Row[]) {
    setRows(from);
    const queries = written(from);
    rememberQueries(queries.map(({ expr }) => expr));
    change({ queries });
    run.start();
  }

  const edited = (id: number, next: Partial<Row>) => rows.map((row) => (row.id === id ? { ...row, ...next } : row));

  function pick(write: (row: Row) => void) {
    const row = rows[dialog?.row ?? 0] ?? rows[0];
    setDialog(null);
    // After the dialog gave the focus back.
    setTimeout(() => row && write(row), 0);
  }

  function runExample(expr: string) {
    const first = rows[0];
    if (!first) return;
    first.editor.current?.replace(expr);
    start(edited(first.id, { draft: expr }));
  }

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
              result={results[index] ?? null}
              editor={row.editor}
              onChange={(draft) => setRows(edited(row.id, { draft }))}
              onRun={() => start(rows)}
              onToggle={() => start(edited(row.id, { isHidden: !row.isHidden }))}
              onBrowse={() => setDialog({ kind: 'metrics', row: index })}
              onRemove={rows.length === 1 ? null : () => start(rows.filter(({ id }) => id !== row.id))}
            />
          ))}
        </ul>
        <footer className="flex flex-wrap items-center gap-2 border-t p-2">
          <Button look="quiet" disabled={rows.length >= maxQueries} onClick={() => setRows([...rows, newRow('')])}>
            <Plus aria-hidden className="size-4" />
            Add query
          </Button>
          <Button look="quiet" onClick={() => setDialog({ kind: 'history', row: rows.length - 1 })}>
            <History aria-hidden className="size-4" />
            History
          </Button>
          <Button look="primary" className="ml-auto" aria-keyshortcuts="Enter" onClick={() => start(rows)}>
            <Play aria-hidden className="size-4" />
            Run
          </Button>
        </footer>
      </section>
      <ResultSection state={state} onChange={change} window={window} atMs={atMs} fault={fault} results={results} onExample={runExample} />
      <MetricBrowser open={dialog?.kind === 'metrics'} onClose={() => setDialog(null)} onPick={(name) => pick((row) => row.editor.current?.insert(name))} />
      <HistoryDialog open={dialog?.kind === 'history'} onClose={() => setDialog(null)} onPick={(expr) => pick((row) => row.editor.current?.replace(expr))} />
    </div>
  );
}

'use client';

import { ListTree } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import type { EditorHandle } from '@/components/explore/editor-handle';
import { FailureNote } from '@/components/explore/failure-note';
import { LazyEditor } from '@/components/explore/lazy-editor';
import { MetricBrowser } from '@/components/explore/metric-browser';
import { failureOf } from '@/components/explore/prometheus-answer';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

interface ExpressionEditorProps {
  label: string;
  initial: string;
  /** The expression as it is now, which the fault is about. */
  expr: string;
  /** What is wrong with it, its place at the beginning: `1:5: parse error: ...`. */
  fault: string | undefined;
  onChange: (expr: string) => void;
}

/** An editor of PromQL as a field of a form, with the list of metrics. */
export function ExpressionEditor({ label, initial, expr, fault, onChange }: ExpressionEditorProps) {
  const id = useId();
  const editor = useRef<EditorHandle>(null);
  const after = useRef<HTMLButtonElement>(null);
  const [isBrowsing, setIsBrowsing] = useState(false);
  const failure = fault === undefined ? null : failureOf({ status: 'error', errorType: 'bad_data', error: fault });
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span aria-hidden className="text-sm font-medium">
        {label}
      </span>
      <div className={cn('grid grid-cols-[minmax(0,1fr)_auto] items-start rounded-base border border-line-strong bg-surface focus-within:outline-2 focus-within:outline-ink', failure && 'border-critical')}>
        <LazyEditor
          ref={editor}
          initial={initial}
          label={label}
          describedBy={id}
          onChange={onChange}
          onRun={() => after.current?.focus()}
          onLeave={() => after.current?.focus()}
          failure={failure ? { expr: expr.trim(), error: failure } : null}
        />
        <Button ref={after} look="quiet" size="icon" aria-label={`Browse metrics for ${label.toLowerCase()}`} title="Browse metrics" className="sm:m-1" onClick={() => setIsBrowsing(true)}>
          <ListTree aria-hidden className="size-4 text-muted" />
        </Button>
        <div className="col-span-2">{failure ? <FailureNote id={id} expr={expr.trim()} failure={failure} onRetry={() => undefined} /> : <span id={id} />}</div>
      </div>
      <div onKeyDown={keepEnter}>
        <MetricBrowser
          open={isBrowsing}
          onClose={() => setIsBrowsing(false)}
          onPick={(name) => {
            setIsBrowsing(false);
            editor.current?.insert(name);
          }}
        />
      </div>
    </div>
  );
}

/** Enter in the search of the list must not send the form around it. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}

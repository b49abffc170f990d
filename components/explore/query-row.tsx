'use client';

import { Eye, EyeOff, ListTree, Trash2, type LucideIcon } from 'lucide-react';
import { useId, useRef, type Ref } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CostLine } from './cost-line';
import type { EditorHandle } from './editor-handle';
import { FailureNote } from './failure-note';
import { LazyEditor } from './lazy-editor';
import type { PromqlAnswer, PromqlFailure } from './prometheus-answer';

export interface RowResult {
  /** The expression that was run. */
  expr: string;
  answer: PromqlAnswer | undefined;
  failure: PromqlFailure | null;
  isPending: boolean;
}

interface QueryRowProps {
  letter: string;
  initial: string;
  isHidden: boolean;
  /** Null until the query was run. */
  result: RowResult | null;
  editor: Ref<EditorHandle>;
  onChange: (expr: string) => void;
  onRun: () => void;
  onToggle: () => void;
  onBrowse: () => void;
  /** Null for the only query. */
  onRemove: (() => void) | null;
}

export function QueryRow({ letter, initial, isHidden, result, editor, onChange, onRun, onToggle, onBrowse, onRemove }: QueryRowProps) {
  const failureId = useId();
  const after = useRef<HTMLButtonElement>(null);
  const failure = result?.failure ?? null;
  return (
    <li className="border-b last:border-b-0" data-query={letter}>
      <div className="grid grid-cols-[2.25rem_minmax(0,1fr)_auto] items-start">
        <span aria-hidden className={cn('flex h-11 w-9 shrink-0 items-center justify-center text-sm font-medium', isHidden ? 'text-muted line-through' : 'text-ink')}>
          {letter}
        </span>
        <div className="col-span-2 min-w-0 focus-within:outline-2 focus-within:-outline-offset-2 focus-within:outline-ink sm:col-span-1">
          <LazyEditor
            ref={editor}
            initial={initial}
            label={`Query ${letter}, PromQL`}
            describedBy={failureId}
            onChange={onChange}
            onRun={onRun}
            onLeave={() => after.current?.focus()}
            failure={result && failure ? { expr: result.expr, error: failure } : null}
          />
        </div>
        <div className="col-span-2 row-start-2 min-w-0 self-center sm:col-span-3">
          {result?.answer && !failure && !isHidden ? <CostLine answer={result.answer} isPending={result.isPending} /> : null}
        </div>
        <div className="col-start-3 row-start-2 flex sm:row-start-1 sm:p-1">
          <IconButton ref={after} icon={ListTree} label={`Browse metrics for query ${letter}`} onClick={onBrowse} />
          <IconButton icon={isHidden ? EyeOff : Eye} label={isHidden ? `Show query ${letter}` : `Hide query ${letter}`} isPressed={isHidden} onClick={onToggle} />
          {onRemove ? <IconButton icon={Trash2} label={`Remove query ${letter}`} onClick={onRemove} /> : null}
        </div>
      </div>
      {result && failure ? <FailureNote id={failureId} expr={result.expr} failure={failure} onRetry={onRun} /> : <span id={failureId} />}
    </li>
  );
}

function IconButton({ icon: Icon, label, isPressed, onClick, ref }: { icon: LucideIcon; label: string; isPressed?: boolean; onClick: () => void; ref?: Ref<HTMLButtonElement> }) {
  return (
    <Button ref={ref} look="quiet" size="icon" aria-label={label} title={label} aria-pressed={isPressed} onClick={onClick}>
      <Icon aria-hidden className="size-4 text-muted" />
    </Button>
  );
}

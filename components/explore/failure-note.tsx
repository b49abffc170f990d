import { Button } from '@/components/ui/button';
import { StateIcon } from '@/components/ui/state';
import { offsetOf, type PromqlFailure } from './prometheus-answer';

interface FailureNoteProps {
  id: string;
  expr: string;
  failure: PromqlFailure;
  onRetry: () => void;
}

/** Why a query was refused, with the place in it underlined. */
export function FailureNote({ id, expr, failure, onRetry }: FailureNoteProps) {
  const isOwnFault = failure.kind === 'bad_data' || failure.kind === 'execution';
  return (
    <div id={id} role="alert" className="mx-3 mb-3 flex items-start gap-2 rounded-base border border-critical-fill bg-critical-soft px-3 py-2 text-sm">
      <StateIcon state="critical" className="mt-0.5" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="break-words">{failure.message}</p>
        {failure.at ? <Place expr={expr} at={failure.at} /> : null}
      </div>
      {isOwnFault ? null : (
        <Button className="-my-1 shrink-0" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

function Place({ expr, at }: { expr: string; at: { line: number; column: number } }) {
  const offset = offsetOf(expr, at);
  const line = expr.split('\n')[at.line - 1] ?? '';
  const start = offset - expr.split('\n').slice(0, at.line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const end = Math.max(start + 1, start + (/^[\w:.]+/.exec(line.slice(start))?.[0].length ?? 1));
  return (
    <p className="font-mono text-xs break-words" data-fault={`${at.line}:${at.column}`}>
      <span className="text-muted">
        line {at.line}, column {at.column}:{' '}
      </span>
      {line.slice(0, start)}
      <mark className="bg-transparent font-semibold text-critical underline decoration-wavy decoration-1 underline-offset-4">{line.slice(start, end) || '⏎'}</mark>
      {line.slice(end)}
    </p>
  );
}

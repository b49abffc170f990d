import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { PairDraft } from './rule-draft';

interface PairRowsProps {
  legend: string;
  /** One of them: `label`. */
  noun: string;
  pairs: readonly PairDraft[];
  error: string | undefined;
  onChange: (pairs: PairDraft[]) => void;
}

const field = 'h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 font-mono text-base sm:text-sm';

/** Names with values, as many as are needed. */
export function PairRows({ legend, noun, pairs, error, onChange }: PairRowsProps) {
  const edit = (index: number, change: Partial<PairDraft>) => onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...change } : pair)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {pairs.map(({ name, value }, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto]">
          <input aria-label={`Name of ${noun} ${index + 1}`} autoComplete="off" spellCheck={false} value={name} onChange={(event) => edit(index, { name: event.target.value })} className={field} />
          <Button look="quiet" size="icon" className="sm:order-last sm:size-11" aria-label={`Remove ${noun} ${index + 1}`} onClick={() => onChange(pairs.filter((_, at) => at !== index))}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
          <input
            aria-label={`Value of ${noun} ${index + 1}`}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => edit(index, { value: event.target.value })}
            className={`${field} col-span-2 sm:col-span-1`}
          />
        </div>
      ))}
      {error ? <p className="text-xs text-critical">{error}</p> : null}
      <Button look="quiet" className="-ml-3 self-start" onClick={() => onChange([...pairs, { name: '', value: '' }])}>
        <Plus aria-hidden className="size-4" />
        Add {noun === 'annotation' ? 'an' : 'a'} {noun}
      </Button>
    </fieldset>
  );
}

import { RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { RuleView } from '@/lib/alerts/rules/schemas';
import type { ThresholdView } from '@/lib/alerts/rules/thresholds';
import { inUnit, unitOf } from './level-words';
import { isDefault, type LevelsText } from './threshold-draft';

interface ThresholdRowProps {
  threshold: ThresholdView;
  text: LevelsText;
  error: string | undefined;
  /** Those that take a level from it. */
  rules: readonly RuleView[];
  canEdit: boolean;
  onChange: (text: LevelsText) => void;
}

/** Both levels of one threshold, its default and who uses it. */
export function ThresholdRow({ threshold, text, error, rules, canEdit, onChange }: ThresholdRowProps) {
  const { key, title, help, unit, direction, defaults } = threshold;
  const isUsual = isDefault(threshold, text);
  const errorId = useId();
  return (
    <li data-threshold={key} className="grid grid-cols-2 items-start gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_8rem_8rem_10rem]">
      <div className="col-span-2 min-w-0 md:col-span-1">
        <h2 className="text-sm font-medium">{title}</h2>
        <p className="text-xs text-muted">{help}</p>
        <Users rules={rules} />
      </div>
      {(['warning', 'critical'] as const).map((side) => (
        <label key={side} className="flex min-w-0 flex-col gap-1 text-xs text-muted">
          <span>
            <span className="sr-only">{title}: </span>
            {side === 'warning' ? 'Warning' : 'Critical'} {direction}
          </span>
          <span className="relative">
            <input
              inputMode="decimal"
              autoComplete="off"
              disabled={!canEdit}
              value={text[side]}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? errorId : undefined}
              onChange={(event) => onChange({ ...text, [side]: event.target.value })}
              className={cn('h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface pr-16 pl-3 text-base text-ink disabled:bg-sunken sm:h-9 sm:text-sm', unit === 'per_second' ? 'pr-20' : 'pr-8', error && 'border-critical')}
            />
            <span aria-hidden className="absolute inset-y-0 right-3 flex items-center">
              {unitOf(unit)}
            </span>
          </span>
        </label>
      ))}
      <div className="col-span-2 text-xs text-muted md:col-span-1 md:pt-5">
        {isUsual ? (
          <span className="inline-flex min-h-9 items-center">Default</span>
        ) : (
          <Button look="quiet" className="-ml-3 h-auto min-h-11 py-1 text-left text-xs sm:min-h-9" disabled={!canEdit} onClick={() => onChange({ warning: String(defaults.warning), critical: String(defaults.critical) })}>
            <RotateCcw aria-hidden className="size-3.5 shrink-0" />
            <span>
              Reset <span className="sr-only">{title} </span>to {inUnit(defaults.warning, unit)} and {inUnit(defaults.critical, unit)}
            </span>
          </Button>
        )}
      </div>
      {error ? (
        <p id={errorId} role="alert" className="col-span-full text-xs text-critical">
          {error}
        </p>
      ) : null}
    </li>
  );
}

function Users({ rules }: { rules: readonly RuleView[] }) {
  if (rules.length === 0) return <p className="mt-1 text-xs text-muted">No rule uses it.</p>;
  return (
    <p className="mt-1 flex flex-wrap gap-x-2 text-xs">
      <span className="py-3.5 text-muted sm:py-0">Used by</span>
      {rules.map((rule) => (
        <Link key={rule.id} href={`/alert-rules/${rule.id}`} className="py-3.5 underline underline-offset-2 sm:py-0">
          {rule.settings.name}
        </Link>
      ))}
    </p>
  );
}

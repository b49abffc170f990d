import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { AlertMatcher } from '@/lib/alerts/schemas';

interface MatcherRowProps {
  matcher: AlertMatcher;
  onChange: (matcher: AlertMatcher) => void;
  onRemove: () => void;
}

const operators: readonly { value: AlertMatcher['operator']; label: string }[] = [
  { value: '=', label: 'is' },
  { value: '!=', label: 'is not' },
  { value: '=~', label: 'matches' },
  { value: '!~', label: 'does not match' },
];
const field = 'h-11 min-w-0 rounded-base border border-line-strong bg-surface px-2 text-base sm:h-9 sm:text-sm';

/** One condition on a label. */
export function MatcherRow({ matcher, onChange, onRemove }: MatcherRowProps) {
  const name = matcher.label || 'the label';
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-2 sm:grid-cols-[minmax(0,2fr)_auto_minmax(0,3fr)_auto]">
      <input aria-label="Label" autoComplete="off" spellCheck={false} maxLength={128} value={matcher.label} onChange={(event) => onChange({ ...matcher, label: event.target.value })} className={`${field} font-mono`} />
      <select
        aria-label={`Condition on ${name}`}
        value={matcher.operator}
        onChange={(event) => onChange({ ...matcher, operator: operators.find(({ value }) => value === event.target.value)?.value ?? '=' })}
        className={field}
      >
        {operators.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Button look="quiet" size="icon" aria-label={`Remove ${name}`} className="sm:order-last" onClick={onRemove}>
        <X aria-hidden className="size-4" />
      </Button>
      <input
        aria-label={`Value of ${name}`}
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        value={matcher.value}
        onChange={(event) => onChange({ ...matcher, value: event.target.value })}
        className={`${field} col-span-3 font-mono sm:col-span-1`}
      />
    </div>
  );
}

import { X } from 'lucide-react';
import { useId } from 'react';

interface PickListProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  /** What can be chosen; what is chosen and not known is shown by its value. */
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Some of many: a list to add from, and what was chosen. */
export function PickList({ label, hint, error, options, chosen, onChange }: PickListProps) {
  const id = useId();
  const left = options.filter(({ value }) => !chosen.includes(value));
  const named = (value: string) => options.find((each) => each.value === value)?.label ?? value;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value=""
        disabled={left.length === 0}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-hint` : undefined}
        onChange={(event) => onChange([...chosen, event.target.value])}
        className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base disabled:text-muted sm:text-sm"
      >
        <option value="">{left.length > 0 ? 'Add' : options.length === 0 ? 'There is none to add' : 'All are chosen'}</option>
        {left.map(({ value, label: word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
      {chosen.length === 0 ? null : (
        <ul aria-label={`${label}: chosen`} className="flex flex-wrap gap-2">
          {chosen.map((value) => (
            <li key={value} className="inline-flex max-w-full min-w-0 items-center rounded-base border bg-page pl-3 text-sm">
              <span className="min-w-0 truncate">{named(value)}</span>
              <button type="button" aria-label={`Remove ${named(value)}`} onClick={() => onChange(chosen.filter((each) => each !== value))} className="inline-flex size-11 shrink-0 items-center justify-center rounded-base hover:bg-sunken sm:size-8">
                <X aria-hidden className="size-4 text-muted" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {hint || error ? (
        <p id={`${id}-hint`} className={error ? 'text-xs break-words text-critical' : 'text-xs text-muted'}>
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

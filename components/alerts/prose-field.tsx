import { useId, type ComponentProps } from 'react';

interface ProseFieldProps extends ComponentProps<'textarea'> {
  label: string;
  error?: string;
}

/** A few lines of plain words, in the form of Field. */
export function ProseField({ label, error, rows = 2, ...input }: ProseFieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        {...input}
        id={id}
        rows={rows}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        className="w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 py-2 text-base text-ink placeholder:text-muted focus-visible:outline-offset-0 sm:text-sm"
      />
      {error ? (
        <p id={`${id}-error`} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
    </div>
  );
}

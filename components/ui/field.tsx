'use client';

import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';
import { useEarlyInput } from './use-early-input';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: ReactNode;
  error?: string;
  /** Stands at the end of the input, inside its frame. */
  adornment?: ReactNode;
}

export function Field({ label, hint, error, adornment, className, id, ref, ...input }: FieldProps) {
  const control = useEarlyInput(input.value, ref);
  const generated = useId();
  const inputId = id ?? generated;
  const described = [hint ? `${inputId}-hint` : '', error ? `${inputId}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={inputId} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          ref={control}
          id={inputId}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={cn(
            'h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-muted focus-visible:outline-offset-0 sm:text-sm',
            adornment ? 'pr-12' : null,
            error ? 'border-critical' : null,
          )}
        />
        {adornment ? <div className="absolute inset-y-0 right-0 flex items-center">{adornment}</div> : null}
      </div>
      {error ? (
        <p id={`${inputId}-error`} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
      {hint ? (
        <div id={`${inputId}-hint`} className="text-xs text-muted">
          {hint}
        </div>
      ) : null}
    </div>
  );
}

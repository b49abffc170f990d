'use client';

import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';
import { useEarlyInput } from './use-early-input';

interface TextAreaProps extends ComponentProps<'textarea'> {
  label: string;
  hint?: ReactNode;
  error?: string;
}

/** A field of several lines, in the form of Field. */
export function TextArea({ label, hint, error, className, id, rows = 3, ref, ...input }: TextAreaProps) {
  const control = useEarlyInput(input.value, ref);
  const generated = useId();
  const inputId = id ?? generated;
  const described = [hint ? `${inputId}-hint` : '', error ? `${inputId}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={inputId} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        {...input}
        ref={control}
        id={inputId}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={cn(
          'w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 py-2 font-mono text-base text-ink placeholder:text-muted focus-visible:outline-offset-0 sm:text-sm',
          error ? 'border-critical' : null,
        )}
      />
      {error ? (
        <p id={`${inputId}-error`} className="text-xs break-words text-critical">
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

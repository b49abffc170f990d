'use client';

import { useId, useState, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Markdown } from './markdown';

interface MarkdownFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  maxLength: number;
  rows?: number;
  placeholder?: string;
  error?: string | undefined;
  isFirst?: boolean;
  /** Stands under the field. */
  hint?: ReactNode;
  className?: string;
}

/** A Markdown text with a look at what it becomes; Ctrl and Enter send its form. */
export function MarkdownField({ label, value, onChange, maxLength, rows = 5, placeholder, error, isFirst = false, hint, className }: MarkdownFieldProps) {
  const id = useId();
  const [isPreview, setIsPreview] = useState(false);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-end justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <button
          type="button"
          aria-pressed={isPreview}
          disabled={value.trim() === ''}
          onClick={() => setIsPreview(!isPreview)}
          className="-my-2 inline-flex h-11 items-center rounded-base px-2 text-xs text-muted underline underline-offset-4 hover:text-ink disabled:no-underline disabled:opacity-60 sm:my-0 sm:h-6"
        >
          {isPreview ? 'Write' : 'Preview'}
        </button>
      </div>
      {isPreview ? (
        <div aria-label={`Preview of ${label.toLowerCase()}`} role="region" className={cn('min-h-28 rounded-base border border-dashed bg-page px-3 py-2', className)}>
          <Markdown text={value} />
        </div>
      ) : (
        <textarea
          id={id}
          value={value}
          rows={rows}
          maxLength={maxLength}
          placeholder={placeholder}
          data-first={isFirst || undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
          className={cn('w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 py-2 text-base text-ink placeholder:text-muted focus-visible:outline-offset-0 sm:text-sm', error && 'border-critical', className)}
        />
      )}
      <p id={`${id}-hint`} className={cn('text-xs', error ? 'text-critical' : 'text-muted')}>
        {error ?? hint ?? 'Markdown'}
      </p>
    </div>
  );
}

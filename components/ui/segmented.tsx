'use client';

import { cn } from './cn';

interface SegmentedProps<Value extends string> {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value | null;
  onChange: (value: Value) => void;
  className?: string;
}

/** One of a few: buttons that say which one is pressed. */
export function Segmented<Value extends string>({ label, options, value, onChange, className }: SegmentedProps<Value>) {
  return (
    <div role="group" aria-label={label} className={cn('flex min-w-0 rounded-base border bg-surface p-1', className)}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className="h-11 min-w-0 flex-1 rounded-base px-2 text-sm whitespace-nowrap text-muted transition-colors duration-100 hover:text-ink aria-pressed:bg-ink aria-pressed:text-inverse sm:h-7 sm:flex-none sm:px-3"
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

'use client';

import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { useEarlyInput } from './use-early-input';
import { useTyped } from './use-typed';

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onBlur'> {
  'aria-label': string;
  value: string;
  /** With at most 200 characters. */
  onChange: (text: string) => void;
}

/** Words to look for. The class is that of the frame. */
export function SearchField({ value, onChange, className, ref, ...input }: SearchFieldProps) {
  const control = useEarlyInput(value, ref);
  const typed = useTyped(value, 200, onChange);
  return (
    <span className={cn('relative min-w-0 flex-1 basis-full sm:max-w-80 sm:basis-56', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
      <input
        {...input}
        ref={control}
        type="search"
        autoComplete="off"
        {...typed}
        className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface pr-3 pl-9 text-base placeholder:text-muted sm:h-9 sm:text-sm"
      />
    </span>
  );
}

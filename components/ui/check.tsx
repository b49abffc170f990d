'use client';

import type { ComponentProps, ReactNode } from 'react';
import { useEarlyInput } from './use-early-input';

interface CheckProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string;
  hint?: ReactNode;
}

/** A box to tick, with a target as large as its words. */
export function Check({ label, hint, ref, ...input }: CheckProps) {
  const control = useEarlyInput(input.checked, ref);
  return (
    <label className="flex min-h-11 items-start gap-3 py-2 sm:min-h-9">
      <input {...input} ref={control} type="checkbox" className="mt-0.5 size-4 shrink-0 accent-ink" />
      <span className="min-w-0">
        <span className="block text-sm font-medium">{label}</span>
        {hint ? <span className="block text-xs text-muted">{hint}</span> : null}
      </span>
    </label>
  );
}

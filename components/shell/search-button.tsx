'use client';

import { Search } from 'lucide-react';
import { cn } from '@/components/ui/cn';

interface SearchButtonProps {
  onClick: () => void;
  className?: string;
  /** Icon above its word, for the bottom bar. */
  stacked?: boolean;
}

export function SearchButton({ onClick, className, stacked = false }: SearchButtonProps) {
  if (stacked) {
    return (
      <button type="button" onClick={onClick} className={className}>
        <Search aria-hidden className="size-5" />
        Search
      </button>
    );
  }
  return (
    <button
      type="button"
      onClick={onClick}
      className={cn('h-9 items-center gap-2 rounded-base border bg-surface px-3 text-sm text-muted hover:bg-sunken', className)}
    >
      <Search aria-hidden className="size-4" />
      Search
      <kbd className="ml-4 font-mono text-xs">Ctrl K</kbd>
    </button>
  );
}

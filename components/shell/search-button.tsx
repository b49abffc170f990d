'use client';

import { Search } from 'lucide-react';

interface SearchButtonProps {
  onClick: () => void;
}

/** On a phone its icon alone. */
export function SearchButton({ onClick }: SearchButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="inline-flex size-11 items-center justify-center gap-2 rounded-base text-sm text-muted hover:bg-sunken sm:h-9 sm:w-auto sm:border sm:bg-surface sm:px-3"
    >
      <Search aria-hidden className="size-5 sm:size-4" />
      <span className="max-sm:sr-only">Search</span>
      <kbd className="ml-4 font-mono text-xs max-sm:hidden">Ctrl K</kbd>
    </button>
  );
}

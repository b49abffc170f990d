'use client';

import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';

interface FoldedItemProps {
  name: string;
  /** What it says, in a line. */
  words: string;
  /** Open from the beginning. */
  isNew: boolean;
  /** Open since something in it is to be corrected. */
  isFaulty: boolean;
  /** Stand beside its name. */
  tools: ReactNode;
  children: ReactNode;
}

/** An item of a long list: a line that opens to its fields. */
export function FoldedItem({ name, words, isNew, isFaulty, tools, children }: FoldedItemProps) {
  const [isOpen, setIsOpen] = useState(isNew);
  return (
    <li aria-label={name} className="relative min-w-0">
      <details open={isOpen || isFaulty} onToggle={(event) => setIsOpen(event.currentTarget.open)} className="group min-w-0">
        <summary className={tools ? 'flex min-h-12 list-none items-start gap-2 py-2 pr-34 hover:bg-sunken focus-visible:-outline-offset-2 sm:pr-30 [&::-webkit-details-marker]:hidden' : 'flex min-h-12 list-none items-start gap-2 py-2 hover:bg-sunken focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden'}>
          <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90" />
          <span className="min-w-0">
            <span className="block text-sm font-medium break-words">{name}</span>
            <span className="block text-xs break-words text-muted group-open:hidden">{words}</span>
          </span>
        </summary>
        <div className="flex min-w-0 flex-col gap-3 pt-2 pb-5 sm:pl-6">{children}</div>
      </details>
      {tools ? <span className="absolute top-1 right-2">{tools}</span> : null}
    </li>
  );
}

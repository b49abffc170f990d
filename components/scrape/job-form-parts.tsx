import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** A part of the form that most jobs leave as it is. */
export function Section({ title, summary, isOpen, children }: { title: string; summary: string; isOpen: boolean; children: ReactNode }) {
  return (
    <details open={isOpen || undefined} className="group border-t">
      <summary className="flex min-h-12 list-none items-center gap-2 px-4 py-2 text-sm font-medium hover:bg-sunken focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90" />
        {title}
        <span className="ml-auto min-w-0 truncate pl-3 text-xs font-normal text-muted group-open:hidden">{summary}</span>
      </summary>
      <div className="flex flex-col gap-4 px-4 pt-2 pb-4">{children}</div>
    </details>
  );
}

export function Columns({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">{children}</div>;
}

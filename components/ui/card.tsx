import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section {...rest} className={cn('min-w-0 rounded-base border bg-surface', className)} />;
}

export function CardHeader({ title, note, id }: { title: string; note?: ReactNode; id?: string }) {
  return (
    <header className="flex items-baseline justify-between gap-3 px-4 pt-3 pb-2">
      <h3 id={id} className="text-sm font-medium">
        {title}
      </h3>
      {note ? <span className="text-xs text-muted">{note}</span> : null}
    </header>
  );
}

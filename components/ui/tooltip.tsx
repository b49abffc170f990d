import type { ReactNode } from 'react';
import { cn } from './cn';

/**
 * Shown while the parent with class `group/tip` is hovered or holds focus. Place it inside that parent, which is positioned;
 * give `id` to `aria-describedby` of what it explains.
 */
export function Tooltip({ id, children, className }: { id: string; children: ReactNode; className?: string }) {
  return (
    <span
      id={id}
      role="tooltip"
      className={cn(
        'pointer-events-none invisible absolute z-20 w-max max-w-72 rounded-base bg-ink px-3 py-2 text-xs font-normal text-pretty text-inverse opacity-0 shadow-pop transition-opacity delay-0 duration-100',
        'group-hover/tip:visible group-hover/tip:opacity-100 group-hover/tip:delay-300 group-has-focus-visible/tip:visible group-has-focus-visible/tip:opacity-100',
        className,
      )}
    >
      {children}
    </span>
  );
}

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

interface NoticeProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  /** The one step to take. */
  action?: ReactNode;
  level?: 1 | 2 | 3;
  className?: string;
  role?: 'alert' | 'status';
}

/** The frame of an empty, an error and a no-access state: what it is, why, and one step. */
export function Notice({ icon: Icon, title, children, action, level = 2, className, role }: NoticeProps) {
  const Heading = `h${level}` as const;
  return (
    <div role={role} className={cn('flex flex-col items-center gap-2 px-4 py-12 text-center', className)}>
      <Icon aria-hidden className="mb-2 size-6 text-muted" strokeWidth={1.5} />
      <Heading className="text-base font-semibold text-balance">{title}</Heading>
      <div className="max-w-md text-sm text-pretty text-muted">{children}</div>
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

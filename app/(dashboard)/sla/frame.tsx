import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import type { Permission } from '@/lib/auth/permissions';
import { BackLink, Gate } from '../frames';

interface FrameProps {
  path: string;
  /** What one must be allowed to see the page. */
  needed: Permission;
  /** Of a form; a page that shows an objective has its name. */
  title?: string;
  children: (canEdit: boolean) => ReactNode;
}

/** The frame of the pages below the list of objectives. */
export function SlaFrame({ path, needed, title, children }: FrameProps) {
  return (
    <Gate path={path} needed={needed}>
      {({ permissions }) => (
        <div className={cn('flex min-w-0 flex-col gap-4', title && 'mx-auto max-w-3xl')}>
          <BackLink href="/sla" label="All objectives" />
          {title ? <h1 className="text-2xl font-semibold tracking-tight">{title}</h1> : null}
          {children(permissions.includes('monitoring.config.update'))}
        </div>
      )}
    </Gate>
  );
}

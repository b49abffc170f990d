import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import type { Permission } from '@/lib/auth/permissions';
import { BackLink, Gate } from '../frames';

interface FrameProps {
  title: string;
  path: string;
  /** What one must be allowed to see the page. */
  needed: Permission;
  /** Wide enough to have something stand beside. */
  isWide?: boolean;
  children: (canEdit: boolean) => ReactNode;
}

/** The frame of the pages below the list of rules. */
export function RulesFrame({ title, path, needed, isWide = false, children }: FrameProps) {
  return (
    <Gate path={path} needed={needed}>
      {({ permissions }) => (
        <div className={cn('mx-auto flex flex-col gap-4', isWide ? 'max-w-6xl' : 'max-w-4xl')}>
          <BackLink href="/alert-rules" label="All rules" />
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {children(permissions.includes('monitoring.config.update'))}
        </div>
      )}
    </Gate>
  );
}

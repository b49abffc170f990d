import type { ReactNode } from 'react';
import { SuppressionNav } from '@/components/alerts/suppression/suppression-nav';
import type { Permission } from '@/lib/auth/permissions';
import { Gate } from '../frames';

interface FrameProps {
  title: string;
  path: string;
  /** What one must be allowed to change what is shown. */
  toEdit: Permission;
  children: (canEdit: boolean) => ReactNode;
}

/** The frame of the pages on what tells nobody. */
export function SilencesFrame({ title, path, toEdit, children }: FrameProps) {
  return (
    <Gate path={path} needed="monitoring.read">
      {({ permissions }) => (
        <div className="mx-auto flex max-w-5xl flex-col gap-4">
          <h1 className="sr-only">{title}</h1>
          <SuppressionNav />
          {children(permissions.includes(toEdit))}
        </div>
      )}
    </Gate>
  );
}

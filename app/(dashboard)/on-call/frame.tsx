import type { ReactNode } from 'react';
import { OnCallNav } from '@/components/alerts/notify/area-nav';
import type { Viewer } from '@/components/alerts/viewer';
import { Gate } from '../frames';

interface FrameProps {
  title: string;
  path: string;
  children: (viewer: Viewer) => ReactNode;
}

/** The frame of schedules and policies. */
export function OnCallFrame({ title, path, children }: FrameProps) {
  return (
    <Gate path={path} needed="monitoring.read">
      {({ user, permissions }) => (
        <div className="flex flex-col gap-4">
          <h1 className="sr-only">{title}</h1>
          <OnCallNav />
          {children({ id: user.id, name: user.name ?? user.email, permissions })}
        </div>
      )}
    </Gate>
  );
}

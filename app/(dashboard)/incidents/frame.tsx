import type { ReactNode } from 'react';
import type { Viewer } from '@/components/alerts/viewer';
import { IncidentsNav } from '@/components/incidents/list/incidents-nav';
import { Gate } from '../frames';

interface FrameProps {
  title: string;
  path: string;
  children: (viewer: Viewer) => ReactNode;
}

/** The frame of the list, the figures and the settings of incidents. */
export function IncidentsFrame({ title, path, children }: FrameProps) {
  return (
    <Gate path={path} needed="monitoring.read">
      {({ user, permissions }) => (
        <div className="flex min-w-0 flex-col gap-4">
          <h1 className="sr-only">{title}</h1>
          <IncidentsNav />
          {children({ id: user.id, name: user.name ?? user.email, permissions })}
        </div>
      )}
    </Gate>
  );
}

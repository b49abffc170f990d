import type { ReactNode } from 'react';
import type { Viewer } from '@/components/alerts/viewer';
import { ConfigNav } from '@/components/config/config-nav';
import type { Permission } from '@/lib/auth/permissions';
import { BackLink, Gate } from '../frames';

interface FrameProps {
  title: string;
  path: string;
  /** What one must be allowed to see the page. */
  needed?: Permission;
  children: (viewer: Viewer) => ReactNode;
}

/** The frame of every page of Config: its sections beside it on a desk, a way back to them on a phone. */
export function ConfigFrame({ title, path, needed = 'monitoring.config.read', children }: FrameProps) {
  return (
    <Gate path={path} needed={needed}>
      {({ user, permissions }) => (
        <div className="flex min-w-0 flex-col gap-4 lg:flex-row lg:gap-8">
          <ConfigNav permissions={permissions} />
          <div className="flex min-w-0 flex-1 flex-col gap-4">
            <div className="lg:hidden">
              <BackLink href="/config" label="Config" />
            </div>
            <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
            <h2 className="sr-only">Settings</h2>
            {children({ id: user.id, name: user.name ?? user.email, permissions })}
          </div>
        </div>
      )}
    </Gate>
  );
}

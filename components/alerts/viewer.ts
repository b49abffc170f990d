import type { Permission } from '@/lib/auth/permissions';

/** Who looks at alerts, and what they may do to them. */
export interface Viewer {
  id: string;
  name: string;
  permissions: readonly Permission[];
}

/** Whether an endpoint will let the viewer in. */
export function mayCall({ permissions }: Viewer, { permission }: { permission: Permission | 'public' | 'self' }): boolean {
  return permission === 'public' || permission === 'self' || permissions.includes(permission);
}

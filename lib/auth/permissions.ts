export const permissions = [
  'monitoring.read',
  'monitoring.write',
  'monitoring.alert.acknowledge',
  'monitoring.alert.resolve',
  'monitoring.incident.create',
  'monitoring.incident.update',
  'monitoring.config.read',
  'monitoring.config.update',
] as const;

export type Permission = (typeof permissions)[number];

export const roles = ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'] as const;

export type Role = (typeof roles)[number];

const granted: Record<Role, readonly Permission[]> = {
  OWNER: permissions,
  ADMIN: permissions,
  MEMBER: [],
  VIEWER: [],
};

/** The permissions that a role holds in its tenant. */
export function permissionsOf(role: Role): readonly Permission[] {
  return granted[role];
}

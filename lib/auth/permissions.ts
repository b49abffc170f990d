export const permissions = [
  'monitoring.read',
  'monitoring.write',
  'monitoring.alert.acknowledge',
  'monitoring.alert.resolve',
  'monitoring.incident.create',
  'monitoring.incident.update',
  'monitoring.config.read',
  'monitoring.config.update',
  'monitoring.people.update',
  'monitoring.key.update',
  'monitoring.audit.read',
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

/** The permissions that a role holds in its tenant, together with what a custom role adds to it. What is no permission (any more) counts for nothing. */
export function permissionsOf(role: Role, added: readonly string[] = []): readonly Permission[] {
  if (added.length === 0) return granted[role];
  return permissions.filter((permission) => granted[role].includes(permission) || added.includes(permission));
}

import { permissions, type Permission } from '@/lib/auth/permissions';

/** What a scope lets a key do. */
export const scopeWords: Record<Permission, string> = {
  'monitoring.read': 'Read metrics, alerts, incidents, services and objectives',
  'monitoring.write': 'Write metrics, heartbeats and deploys',
  'monitoring.alert.acknowledge': 'Acknowledge alerts',
  'monitoring.alert.resolve': 'Resolve alerts',
  'monitoring.incident.create': 'Declare incidents',
  'monitoring.incident.update': 'Change incidents and write updates',
  'monitoring.config.read': 'Read the configuration',
  'monitoring.config.update': 'Change the configuration',
  'monitoring.people.update': 'Invite people, change their roles and unlock accounts',
  'monitoring.key.update': 'Create, rotate and revoke API keys',
  'monitoring.audit.read': 'Read and export the audit trail',
};

/** Scopes that are wanted together. */
export const scopePresets: readonly { name: string; scopes: readonly Permission[] }[] = [
  { name: 'Write metrics', scopes: ['monitoring.write'] },
  { name: 'Read everything', scopes: ['monitoring.read', 'monitoring.config.read', 'monitoring.audit.read'] },
  { name: 'Full', scopes: permissions },
];

/** Scopes in a few words, the name of a preset where they are one. */
export function wordsOfScopes(scopes: readonly Permission[]): string {
  const preset = scopePresets.find((each) => each.scopes.length === scopes.length && each.scopes.every((scope) => scopes.includes(scope)));
  if (preset) return preset.name;
  return scopes.map((scope) => scopeWords[scope]).join('; ') || 'Nothing: its scopes are no longer known';
}

import type { Permission } from './permissions';

/** What a permission lets a person or a key do. */
export const permissionWords: Readonly<Record<Permission, string>> = {
  'monitoring.read': 'See everything that is monitored',
  'monitoring.write': 'Send metrics, heartbeats and deploys',
  'monitoring.alert.acknowledge': 'Acknowledge alerts',
  'monitoring.alert.resolve': 'Resolve alerts',
  'monitoring.incident.create': 'Declare incidents',
  'monitoring.incident.update': 'Work on incidents and publish updates',
  'monitoring.config.read': 'See the configuration and who belongs here',
  'monitoring.config.update': 'Change the configuration',
  'monitoring.people.update': 'Invite, change and unlock people; change roles and sign-in',
  'monitoring.key.update': 'Create, rotate and revoke API keys',
  'monitoring.audit.read': 'Read and export the audit trail',
};

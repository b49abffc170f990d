import { expect, it } from 'vitest';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { wordsOfScopes } from './scope-words';

it.each<[readonly Permission[], string]>([
  [['monitoring.write'], 'Write metrics'],
  [permissions, 'Full'],
  [['monitoring.audit.read', 'monitoring.read', 'monitoring.config.read'], 'Read everything'],
  [['monitoring.read', 'monitoring.alert.resolve'], 'See everything that is monitored; Resolve alerts'],
  [[], 'Nothing: its scopes are no longer known'],
])('%j is called %s', (scopes, words) => {
  expect(wordsOfScopes(scopes)).toBe(words);
});

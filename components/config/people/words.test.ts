import { expect, test } from 'vitest';
import { permissionSentence } from './words';

test.each([
  [[], 'Nothing'],
  [['monitoring.read'], 'See everything that is monitored'],
  [['monitoring.read', 'monitoring.key.update'], 'See everything that is monitored, create, rotate and revoke API keys'],
] as const)('the permissions %j read as one sentence', (permissions, words) => expect(permissionSentence(permissions)).toBe(words));

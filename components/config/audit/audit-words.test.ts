import { expect, it } from 'vitest';
import { auditSentence } from './audit-words';

const cases: [action: string, before: unknown, after: unknown, sentence: string][] = [
  ['session.create', null, { method: 'password' }, 'Signed in'],
  ['session.create', null, { method: 'passkey' }, 'Signed in by passkey'],
  ['access.refuse', null, { endpoint: 'GET /api/monitoring/alerts', permission: 'monitoring.read' }, 'Was refused GET /api/monitoring/alerts, which needs monitoring.read'],
  ['alert_rule.create', null, { name: 'Disk full' }, 'Created the alert rule Disk full'],
  ['service.delete', { name: 'Checkout' }, null, 'Deleted the service Checkout'],
  ['service.update', { name: 'Old' }, { name: 'New' }, 'Changed the service New'],
  ['thresholds.update', null, {}, 'Changed thresholds'],
  ['settings.sign-in', {}, {}, 'Changed the settings of sign in'],
  ['audit.export', null, { entries: 1234, format: 'csv' }, 'Exported 1,234 entries of the audit trail as CSV'],
  ['audit.remove', null, { removed: 2, toEntry: 2 }, 'Removed 2 entries whose time was over, up to entry 2'],
  ['statement.issue', null, { number: 7, hash: 'x' }, 'Issued the statement 7'],
  ['something.odd_thing', null, null, 'Something: odd thing'],
  ['constructor', null, ['a'], 'Constructor'],
];
it.each(cases)('%s', (action, before, after, sentence) => {
  expect(auditSentence({ action, before, after })).toBe(sentence);
});

import { expect, it } from 'vitest';
import { auditSentence } from './audit-words';

const cases: [action: string, before: unknown, after: unknown, sentence: string][] = [
  ['session.create', null, { method: 'password' }, 'Signed in'],
  ['session.create', null, { method: 'passkey' }, 'Signed in by passkey'],
  ['access.refuse', null, { endpoint: 'GET /api/monitoring/alerts', permission: 'monitoring.read' }, 'Was refused GET /api/monitoring/alerts, which needs monitoring.read'],
  ['access.refuse', null, { endpoint: 'PATCH /api/monitoring/people/x', reason: 'Only an OWNER makes an OWNER.' }, 'Was refused PATCH /api/monitoring/people/x: Only an OWNER makes an OWNER.'],
  ['session.refuse', null, { reason: 'password' }, 'Was refused at sign-in: the password was wrong'],
  ['session.refuse', null, { reason: 'passwords are switched off' }, 'Was refused at sign-in: passwords are switched off'],
  ['session.refuse', null, { provider: 'company', reason: 'domain' }, 'Was refused at sign-in by company: the email is of no domain that may sign in'],
  ['session.refuse', null, { by: 'code' }, 'Was refused at sign-in: the code was wrong'],
  ['identity.link', null, { provider: 'company', email: 'a@example.com' }, 'Linked the account with company'],
  ['config.release', { file: 'nines.yaml' }, null, 'Let go of what nines.yaml stated'],
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

import type { AuditEntry } from '@/lib/audit/schemas';

const whole: Readonly<Record<string, (what: Record<string, unknown>) => string>> = {
  'session.create': ({ method }) => (typeof method === 'string' && method !== 'password' ? `Signed in by ${method}` : 'Signed in'),
  'session.refuse': ({ provider, reason, by }) => `Was refused ${text(provider) ? `at sign-in by ${text(provider)}` : 'at sign-in'}: ${reasonWords(reason, by)}`,
  'session.end': () => 'Signed out',
  'access.refuse': ({ endpoint, permission, reason }) => `Was refused ${text(endpoint) || 'a request'}${text(permission) && `, which needs ${text(permission)}`}${text(reason) && `: ${text(reason)}`}`,
  'audit.remove': ({ removed, toEntry }) => `Removed ${number(removed)} entries whose time was over, up to entry ${number(toEntry)}`,
  'audit.export': ({ entries, format }) => `Exported ${number(entries)} entries of the audit trail as ${text(format) === 'csv' ? 'CSV' : 'JSON Lines'}`,
  'status_page.export_subscribers': ({ subscribers }) => `Exported ${number(subscribers)} subscribers of the status page`,
  'owner.create': ({ email }) => `Created the owner ${text(email)}`.trim(),
  'member.role': ({ email, role }) => `Changed the role of ${text(email) || 'a member'}${text(role) && ` to ${text(role)}`}`,
  'session.revoke': ({ email }) => `Ended the sessions of ${text(email) || 'a person'}`,
  'config.apply': () => 'Applied a configuration',
  'config.release': ({ file }) => `Let go of what ${text(file) || 'a file'} stated`,
  'identity.link': ({ provider }) => `Linked the account with ${text(provider) || 'a provider'}`,
  'identity.unlink': ({ provider }) => `Unlinked the account from ${text(provider) || 'a provider'}`,
};

const reasons: Readonly<Record<string, string>> = {
  password: 'the password was wrong', code: 'the code was wrong', passkey: 'the passkey was not accepted', deactivated: 'the account is deactivated',
  domain: 'the email is of no domain that may sign in', no_group: 'none of the groups may sign in', link_needed: 'the account is not linked yet', of_another: 'the identity is linked with another account',
  other_email: 'the provider says another email',
};

/** Of an old entry, which says nothing, the password. What is not known is said as it stands. */
function reasonWords(...said: readonly unknown[]): string {
  const reason = said.map(text).find((each) => each !== '') ?? 'password';
  return Object.hasOwn(reasons, reason) ? (reasons[reason] ?? reason) : plain(reason);
}

const verbs: Readonly<Record<string, string>> = {
  create: 'Created', update: 'Changed', delete: 'Deleted', remove: 'Removed', add: 'Added', export: 'Exported', import: 'Imported', issue: 'Issued', revoke: 'Revoked', rotate: 'Rotated', expire: 'Ended', test: 'Tested',
  acknowledge: 'Acknowledged', unacknowledge: 'Took back the acknowledgement of', resolve: 'Resolved', comment: 'Commented on', declare: 'Declared', merge: 'Merged', split: 'Split', page: 'Paged for', watch: 'Watched',
  resend: 'Sent again', record: 'Recorded', enable: 'Switched', seed: 'Set up', invite: 'Invited', accept: 'Accepted', deactivate: 'Deactivated', reactivate: 'Reactivated', transfer: 'Transferred', confirm: 'Confirmed',
  withdraw: 'Withdrew', publish: 'Published', refuse: 'Was refused', enrol: 'Set up', reset: 'Reset', change: 'Changed', restore: 'Restored', impact: 'Stated the impact of', apply: 'Applied', verify: 'Verified',
};

/** What an entry tells, in a few words. Of an action that is not known, the action itself. */
export function auditSentence({ action, before, after }: Pick<AuditEntry, 'action' | 'before' | 'after'>): string {
  const what = { ...recordOf(before), ...recordOf(after) };
  const known = Object.hasOwn(whole, action) ? whole[action] : undefined;
  if (known) return known(what);
  const [thing = '', verb = ''] = splitAction(action);
  if (thing === 'settings') return `Changed the settings of ${plain(verb)}`;
  const done = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (done === undefined) return [capital(plain(thing)), plain(verb)].filter(Boolean).join(': ') + nameWords(what);
  return `${done} ${/s$/.test(thing) ? '' : 'the '}${plain(thing)}${nameWords(what)}`;
}

function splitAction(action: string): [string, string] {
  const dot = action.lastIndexOf('.');
  return dot === -1 ? [action, ''] : [action.slice(0, dot), action.slice(dot + 1)];
}

function plain(words: string): string {
  return words.replaceAll(/[_.-]+/g, ' ');
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How the thing is called, where it says. */
function nameWords(what: Record<string, unknown>): string {
  for (const name of ['name', 'title', 'email', 'alertname', 'number', 'fileName']) {
    const value = what[name];
    if (typeof value === 'string' && value !== '') return ` ${value.slice(0, 120)}`;
    if (typeof value === 'number') return ` ${value}`;
  }
  return '';
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 300) : '';
}

function number(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en') : 'some';
}

import { describe, expect, it } from 'vitest';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { policyDifferences, policyEffects } from './policy-words';

const counts = [
  { role: 'OWNER' as const, people: 2, withoutSecondFactor: 1 },
  { role: 'ADMIN' as const, people: 4, withoutSecondFactor: 2 },
  { role: 'MEMBER' as const, people: 1, withoutSecondFactor: 0 },
  { role: 'VIEWER' as const, people: 0, withoutSecondFactor: 0 },
];
const before = SignInSettings.parse({});

describe('what a change of sign-in does', () => {
  const table: [what: string, change: Partial<typeof before>, sentence: RegExp | null][] = [
    ['nothing', {}, null],
    ['second factors of owners and admins', { secondFactorFor: ['OWNER', 'ADMIN'] }, /^3 people have no second factor yet/],
    ['second factors of owners', { secondFactorFor: ['OWNER'] }, /^1 person has no second factor yet/],
    ['second factors of members, who have them', { secondFactorFor: ['MEMBER'] }, /^Everybody in these roles/],
    ['no passwords', { isPasswordOn: false }, /^Passwords open nothing/],
    ['shorter sessions', { sessionDays: 7 }, /from now on/],
  ];
  it.each(table)('is said for %s', (_, change, sentence) => {
    const effects = policyEffects(before, { ...before, ...change }, counts);
    if (sentence === null) expect(effects).toEqual([]);
    else expect(effects[0]).toMatch(sentence);
  });

  it('is shown side by side when somebody else was faster', () => {
    expect(policyDifferences({ ...before, sessionDays: 7 }, before)).toEqual([{ name: 'Sessions', mine: '7 days', theirs: '30 days' }]);
  });
});

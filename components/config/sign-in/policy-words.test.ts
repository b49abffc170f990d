import { describe, expect, it } from 'vitest';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { policyDifferences, policyEffects } from './policy-words';

const nobody = { asked: 0, lockedOut: 0, canSave: true };
const before = SignInSettings.parse({});

describe('what a change of sign-in does', () => {
  const table: [what: string, change: Partial<typeof before>, counts: Partial<typeof nobody>, sentences: RegExp[]][] = [
    ['nothing', {}, {}, []],
    ['second factors of owners and admins', { secondFactorFor: ['OWNER', 'ADMIN'] }, { asked: 3 }, [/^3 people have no second factor yet/]],
    ['second factors of owners', { secondFactorFor: ['OWNER'] }, { asked: 1 }, [/^1 person has no second factor yet/]],
    ['second factors of members, who have them', { secondFactorFor: ['MEMBER'] }, {}, [/^Everybody in these roles/]],
    ['no passwords, where everybody has another way', { isPasswordOn: false }, {}, [/^Passwords open nothing/, /^Everybody has a passkey/]],
    ['no passwords, where some have no other way', { isPasswordOn: false }, { lockedOut: 4 }, [/^Passwords open nothing/, /^4 people could not sign in/]],
    ['no passwords, where no owner has another way', { isPasswordOn: false }, { lockedOut: 1, canSave: false }, [/^Passwords open nothing/, /^1 person could not sign in/, /^It cannot be saved/]],
    ['shorter sessions', { sessionDays: 7 }, {}, [/from now on/]],
  ];
  it.each(table)('is said for %s', (_, change, counts, sentences) => {
    const effects = policyEffects(before, { ...before, ...change }, { ...nobody, ...counts });
    expect(effects).toHaveLength(sentences.length);
    for (const [index, sentence] of sentences.entries()) expect(effects[index]).toMatch(sentence);
  });

  it('is shown side by side when somebody else was faster', () => {
    expect(policyDifferences({ ...before, sessionDays: 7 }, before)).toEqual([{ name: 'Sessions', mine: '7 days', theirs: '30 days' }]);
  });
});

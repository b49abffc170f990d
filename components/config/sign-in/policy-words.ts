import type { SettingsOf } from '@/lib/settings/sections';
import type { SignInAnswer } from '@/lib/sso/api';

type SignIn = SettingsOf<'sign-in'>;

/** What a change does to people, in sentences; empty where it does nothing to anybody. */
export function policyEffects(before: SignIn, after: SignIn, counts: SignInAnswer['roles']): string[] {
  const added = after.secondFactorFor.filter((role) => !before.secondFactorFor.includes(role));
  const asked = counts.filter(({ role }) => added.includes(role)).reduce((sum, { withoutSecondFactor }) => sum + withoutSecondFactor, 0);
  return [
    asked > 0 ? `${asked} ${asked === 1 ? 'person has' : 'people have'} no second factor yet and will be asked to set one up before anything else opens.` : null,
    added.length > 0 && asked === 0 ? 'Everybody in these roles has a second factor. Sessions without one ask for it.' : null,
    before.isPasswordOn && !after.isPasswordOn ? 'Passwords open nothing any more. Sessions that are open stay.' : null,
    before.sessionDays === after.sessionDays ? null : 'The new length counts for sessions that begin from now on.',
  ].filter((sentence) => sentence !== null);
}

/** Where two forms differ, in words. */
export function policyDifferences(mine: SignIn, theirs: SignIn): { name: string; mine: string; theirs: string }[] {
  const words = ({ secondFactorFor, isPasswordOn, sessionDays }: SignIn): [string, string][] => [
    ['Second factor', secondFactorFor.join(', ') || 'nobody'],
    ['Passwords', isPasswordOn ? 'on' : 'off'],
    ['Sessions', `${sessionDays} days`],
  ];
  const other = new Map(words(theirs));
  return words(mine).flatMap(([name, own]) => (own === other.get(name) ? [] : [{ name, mine: own, theirs: other.get(name) ?? '' }]));
}

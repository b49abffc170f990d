import type { SettingsOf } from '@/lib/settings/sections';
import type { SignInPreview } from '@/lib/settings/previews';

type SignIn = SettingsOf<'sign-in'>;

/** What a change does to people, in sentences; empty where it does nothing to anybody. */
export function policyEffects(before: SignIn, after: SignIn, { asked, lockedOut, canSave }: SignInPreview): string[] {
  const added = after.secondFactorFor.filter((role) => !before.secondFactorFor.includes(role));
  const isPasswordGone = before.isPasswordOn && !after.isPasswordOn;
  return [
    asked > 0 ? `${asked} ${asked === 1 ? 'person has' : 'people have'} no second factor yet and will be asked to set one up before anything else opens.` : null,
    added.length > 0 && asked === 0 ? 'Everybody in these roles has a second factor. Sessions without one ask for it.' : null,
    isPasswordGone ? 'Passwords open nothing any more. Sessions that are open stay.' : null,
    isPasswordGone && lockedOut > 0 ? `${lockedOut} ${lockedOut === 1 ? 'person' : 'people'} could not sign in any more: no passkey, and never came in by a provider that is on.` : null,
    isPasswordGone && lockedOut === 0 ? 'Everybody has a passkey or a provider to sign in by.' : null,
    canSave ? null : 'It cannot be saved while no owner has another way in.',
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

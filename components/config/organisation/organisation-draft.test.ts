import { expect, it } from 'vitest';
import { draftOf, organisationDifferences, sampleDate, settingsOf } from './organisation-draft';

const stored = { name: 'Alpha', settings: { timeZone: null, locale: 'en-GB', accent: null } };

it('what is stored comes back as it was', () => expect(settingsOf(draftOf(stored))).toEqual(stored));
it('an empty time zone is that of the browser', () => expect(settingsOf({ ...draftOf(stored), timeZone: '  ' }).settings.timeZone).toBeNull());
it('tells where both sides differ, and nothing else', () => {
  expect(organisationDifferences({ ...draftOf(stored), timeZone: 'Europe/Berlin' }, draftOf(stored))).toEqual([{ name: 'Time zone', mine: 'Europe/Berlin', theirs: 'that of the browser' }]);
});
it.each([
  ['en-GB', 'UTC', '21 Nov 2026, 14:30'],
  ['de-DE', 'Europe/Berlin', '21.11.2026, 15:30'],
  ['en-GB', 'no zone', '21 Nov 2026, 14:30'],
  ['no locale', '', null],
])('%s in %s writes %s', (locale, zone, written) => expect(sampleDate(locale, zone)).toBe(written));

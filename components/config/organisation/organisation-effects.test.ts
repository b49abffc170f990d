import { expect, it } from 'vitest';
import type { OrganisationDraft } from './organisation-draft';
import { organisationEffects } from './organisation-effects';

const before: OrganisationDraft = { name: 'Acme', timeZone: '', locale: 'en-GB', accent: null };
const some = { people: 4, schedules: 2, objectives: 1 };
const table: [change: Partial<OrganisationDraft>, counts: typeof some, sentences: string[]][] = [
  [{}, some, []],
  [{ name: ' Acme ' }, some, []],
  [{ name: 'Apex' }, some, ['All 4 people see the new name at once.']],
  [{ name: 'Apex' }, { ...some, people: 1 }, ['One person sees the new name at once.']],
  [{ timeZone: 'Europe/Berlin' }, some, ['New on-call schedules and objectives begin with Europe/Berlin. 2 on-call schedules and 1 objective keep their time zone.']],
  [{ timeZone: 'Europe/Berlin' }, { people: 1, schedules: 0, objectives: 1 }, ['New on-call schedules and objectives begin with Europe/Berlin. 1 objective keeps its time zone.']],
  [{ timeZone: 'UTC' }, { people: 1, schedules: 0, objectives: 0 }, ['New on-call schedules and objectives begin with UTC. There are none yet.']],
  [{ locale: 'de-DE', accent: '#3b6ea8' }, some, ['All 4 people see dates written like 21.11.2026, 14:30.', 'All 4 people see the mark in the new colour.']],
];

it.each(table)('a change to %j does what is said', (change, counts, sentences) => expect(organisationEffects(before, { ...before, ...change }, counts)).toEqual(sentences));

it('no zone is that of the browser', () => {
  expect(organisationEffects({ ...before, timeZone: 'UTC' }, before, some)[0]).toMatch(/begin with the time zone of the browser/);
});

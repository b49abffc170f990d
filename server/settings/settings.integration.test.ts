import { afterAll, beforeAll, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { OrganisationSettings } from '@/lib/settings/organisation-settings';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { readOrganisation, updateOrganisation } from './organisation';
import { readSettings, saveSettings } from './settings';

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

const alice = () => callerOf(nines.cast.alice, permissions, Date.parse('2026-11-20T10:00:00Z'));
const signIn = (sessionDays: number) => SignInSettings.parse({ sessionDays });

it.each([[0, 30, 7], [1, 7, 9]])('a save from version %i that was overtaken is refused with both sides, and nothing of it is stored', async (version, first, second) => {
  await saveSettings(nines.database, alice(), 'sign-in', { version, settings: signIn(first + 1) });
  await expect(saveSettings(nines.database, alice(), 'sign-in', { version, settings: signIn(second + 1) })).rejects.toMatchObject({
    code: 'conflict', issues: [{ path: 'sessionDays', message: `is ${first + 1} now; yours is ${second + 1}` }],
  });
  expect(await readSettings(nines.database, nines.tenants.alpha, 'sign-in')).toMatchObject({ version: version + 1, settings: { sessionDays: first + 1 } });
});

it('of the organisation both sides have the name too', async () => {
  const { version, name } = await readOrganisation(nines.runtime, alice());
  const settings = OrganisationSettings.parse({ timeZone: 'Europe/Berlin' });
  await updateOrganisation(nines.runtime, alice(), { version, name: 'Apex', settings });
  await expect(updateOrganisation(nines.runtime, alice(), { version, name, settings: { ...settings, timeZone: null } })).rejects.toMatchObject({
    code: 'conflict', issues: [{ path: 'name', message: `is "Apex" now; yours is ${JSON.stringify(name)}` }, { path: 'timeZone', message: 'is "Europe/Berlin" now; yours is null' }],
  });
});

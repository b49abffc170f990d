import { OrganisationSection } from '@/lib/configuration/people-sections';
import type { SectionOf } from '@/lib/configuration/schemas';
import { updateLimits } from '@/server/limits/limits';
import { readOrganisation, updateOrganisation } from '@/server/settings/organisation';
import { readSettings } from '@/server/settings/settings';
import { updateSignIn } from '@/server/sso/sign-in-settings';
import { itemOf, type OneSection } from '../work';

export const organisation: OneSection<SectionOf<'organisation'>> = {
  kind: 'one',
  async read(work) {
    const { name, settings } = await readOrganisation(work, work.caller);
    return itemOf(OrganisationSection, { name, ...settings });
  },
  async write(work, { name, ...settings }) {
    const { version } = await readOrganisation(work, work.caller);
    await updateOrganisation(work, work.caller, { version, name, settings });
  },
};

/** By the verb that keeps owners from being locked out. */
export const signIn: OneSection<SectionOf<'signIn'>> = {
  kind: 'one',
  read: async ({ database, caller }) => (await readSettings(database, caller.tenant, 'sign-in')).settings,
  async write(work, settings) {
    const { version } = await readSettings(work.database, work.caller.tenant, 'sign-in');
    await updateSignIn(work, work.caller, { version, settings });
  },
};

export const limits: OneSection<SectionOf<'limits'>> = {
  kind: 'one',
  read: async ({ database, caller }) => (await readSettings(database, caller.tenant, 'limits')).settings,
  async write(work, settings) {
    const { version } = await readSettings(work.database, work.caller.tenant, 'limits');
    await updateLimits(work, work.caller, { version, settings });
  },
};

import { OrganisationSection } from '@/lib/configuration/people-sections';
import type { SectionOf } from '@/lib/configuration/schemas';
import type { SettingsOf, SettingsSection } from '@/lib/settings/sections';
import { updateAuditSettings } from '@/server/audit/audit-settings';
import { readOrganisation, updateOrganisation } from '@/server/settings/organisation';
import { readSettings, saveSettings } from '@/server/settings/settings';
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

function stored<Section extends SettingsSection>(section: Section, isPlatform: boolean): OneSection<SettingsOf<Section>> {
  return {
    kind: 'one',
    read: async (work) => (isPlatform && !work.isPlatform ? undefined : (await readSettings(work.database, work.caller.tenant, section)).settings),
    async write(work, settings) {
      const { version } = await readSettings(work.database, work.caller.tenant, section);
      await saveSettings(work.database, work.caller, section, { version, settings });
    },
  };
}

/** By the verb that keeps owners from being locked out. */
export const signIn: OneSection<SectionOf<'signIn'>> = {
  ...stored('sign-in', false),
  async write(work, settings) {
    const { version } = await readSettings(work.database, work.caller.tenant, 'sign-in');
    await updateSignIn(work, work.caller, { version, settings });
  },
};
export const limits = stored('limits', true);
export const retention = stored('retention', true);

/** Its secrets stay as they are, as long as the trail goes to the same place. */
export const audit: OneSection<SectionOf<'audit'>> = {
  ...stored('audit', false),
  async write(work, settings) {
    const { version } = await readSettings(work.database, work.caller.tenant, 'audit');
    await updateAuditSettings(work, work.caller, { version, settings });
  },
};

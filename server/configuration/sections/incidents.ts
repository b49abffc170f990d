import { IncidentSection } from '@/lib/configuration/alert-sections';
import type { SectionOf } from '@/lib/configuration/schemas';
import { IncidentSettings } from '@/lib/incidents/schemas';
import { readSettings, updateSettings } from '@/server/incidents/incident-settings';
import { itemOf, type OneSection } from '../work';

export const incidents: OneSection<SectionOf<'incidents'>> = {
  kind: 'one',
  async read(work) {
    const { settings } = await readSettings(work, work.caller);
    const severities = settings.severities.map(({ policyId, ...severity }) => ({ ...severity, escalationPolicy: policyId === null ? null : work.names.nameOf('policy', policyId) }));
    return itemOf(IncidentSection, { ...settings, severities });
  },
  async write(work, value) {
    const { version } = await readSettings(work, work.caller);
    const severities = value.severities.map(({ escalationPolicy, ...severity }, at) => ({ ...severity, policyId: escalationPolicy === null ? null : work.names.idOf('policy', escalationPolicy, `severities.${at}.escalationPolicy`) }));
    await updateSettings(work, work.caller, { version, settings: IncidentSettings.parse({ ...value, severities }) });
  },
};

import type { OrganisationPreview } from '@/lib/settings/previews';
import { sampleDate, type OrganisationDraft } from './organisation-draft';

/** What a change does to people and to what is there, in sentences. */
export function organisationEffects(before: OrganisationDraft, after: OrganisationDraft, { people, schedules, objectives }: OrganisationPreview): string[] {
  const everybody = people === 1 ? 'One person sees' : `All ${people.toLocaleString('en')} people see`;
  const zone = after.timeZone.trim();
  const kept = [counted(schedules, 'on-call schedule'), counted(objectives, 'objective')].filter((each) => each !== null);
  const sample = sampleDate(after.locale, zone);
  return [
    before.name.trim() === after.name.trim() ? null : `${everybody} the new name at once.`,
    before.timeZone.trim() === zone ? null : `New on-call schedules and objectives begin with ${zone === '' ? 'the time zone of the browser' : zone}. ${kept.length === 0 ? 'There are none yet.' : `${kept.join(' and ')} ${schedules + objectives === 1 ? 'keeps its' : 'keep their'} time zone.`}`,
    before.locale.trim() === after.locale.trim() || sample === null ? null : `${everybody} dates written like ${sample}.`,
    before.accent === after.accent ? null : `${everybody} the mark in ${after.accent === null ? 'the colour of Nines' : 'the new colour'}.`,
  ].filter((sentence) => sentence !== null);
}

function counted(count: number, noun: string): string | null {
  return count === 0 ? null : `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

import type { OrganisationAnswer } from '@/lib/settings/api';

export interface OrganisationDraft {
  name: string;
  /** Empty: that of the browser. */
  timeZone: string;
  locale: string;
  accent: string | null;
}

export function draftOf({ name, settings }: Pick<OrganisationAnswer, 'name' | 'settings'>): OrganisationDraft {
  return { name, timeZone: settings.timeZone ?? '', locale: settings.locale, accent: settings.accent };
}

export function settingsOf({ name, timeZone, locale, accent }: OrganisationDraft): Pick<OrganisationAnswer, 'name' | 'settings'> {
  return { name, settings: { timeZone: timeZone.trim() || null, locale: locale.trim(), accent } };
}

/** Where two forms differ, in words. */
export function organisationDifferences(mine: OrganisationDraft, theirs: OrganisationDraft): { name: string; mine: string; theirs: string }[] {
  const words = ({ name, timeZone, locale, accent }: OrganisationDraft): [string, string][] => [
    ['Name', name],
    ['Time zone', timeZone || 'that of the browser'],
    ['Dates', locale],
    ['Colour', accent ?? 'that of Nines'],
  ];
  const other = new Map(words(theirs));
  return words(mine).flatMap(([name, own]) => (own === other.get(name) ? [] : [{ name, mine: own, theirs: other.get(name) ?? '' }]));
}

/** A date as the organisation would write it; null for a tag that is none. */
export function sampleDate(locale: string, timeZone: string): string | null {
  const atMs = Date.UTC(2026, 10, 21, 14, 30);
  const format = (zone: string) => new Intl.DateTimeFormat(locale.trim(), { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: zone }).format(atMs);
  for (const zone of [timeZone.trim() || 'UTC', 'UTC']) {
    try {
      return format(zone);
    } catch {
      continue;
    }
  }
  return null;
}

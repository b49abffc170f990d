import { z } from 'zod';
import { isTimeZone } from '@/lib/alerts/suppression/time-zone';

/** What a tenant shows itself as; its name is that of the tenant. */
export const OrganisationSettings = z.strictObject({
  /** IANA zone that new on-call schedules, objectives and a new status page begin with; null: that of the browser, and UTC for the page. */
  timeZone: z.string().max(64).refine(isTimeZone, 'must be a time zone like Europe/Berlin').nullable().default(null),
  /** BCP 47 tag by whose habits dates are written. */
  locale: z.string().max(35).refine(isLocale, 'must be a language tag like en-GB or de-DE').default('en-GB'),
  /** A colour of the tenant's own for the mark of Nines and for its status page, as #rrggbb; null for that of Nines. */
  accent: z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour like #3b6ea8').nullable().default(null),
});

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([tag]).length === 1;
  } catch {
    return false;
  }
}

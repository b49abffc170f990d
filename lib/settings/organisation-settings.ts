import { z } from 'zod';

/** What a tenant shows itself as; its name is that of the tenant. */
export const OrganisationSettings = z.strictObject({
  /** IANA zone in which days, months and schedules of the tenant are counted unless they say another. */
  timeZone: z.string().max(64).default('UTC'),
  /** BCP 47 tag for dates and numbers. */
  locale: z.string().max(35).default('en'),
  /** A colour of the tenant's own for what is no state, as #rrggbb; null for that of Nines. */
  accent: z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour like #3b6ea8').nullable().default(null),
});

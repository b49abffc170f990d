import { z } from 'zod';

/** Providers of sign-in that were set up in Config; those of the variables are beside them. Their secrets are sealed. */
export const ProviderSettings = z.strictObject({
  providers: z.array(z.strictObject({ key: z.string() })).max(10).default([]),
});

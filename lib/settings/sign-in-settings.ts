import { z } from 'zod';
import { roles } from '@/lib/auth/permissions';

/** How people of a tenant sign in. */
export const SignInSettings = z.strictObject({
  /** Roles whose sessions open nothing before they proved a second factor. */
  secondFactorFor: z.array(z.enum(roles)).max(roles.length).default([]),
  /** Whether an email and a password are enough to begin with. */
  isPasswordOn: z.boolean().default(true),
  /** Days after which a session ends, and people sign in again. */
  sessionDays: z.int().min(1).max(90).default(30),
});

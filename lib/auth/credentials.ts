import { z } from 'zod';

export const Email = z.email('Give an email address.').max(254).transform((value) => value.toLowerCase());

/** Length is what counts against guessing (NIST SP 800-63B, 5.1.1.2); the upper bound keeps hashing cheap. */
export const NewPassword = z.string().min(12, 'At least 12 characters.').max(256, 'At most 256 characters.');

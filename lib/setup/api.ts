import { z } from 'zod';
import { Email, NewPassword } from '@/lib/auth/credentials';
import { endpoint } from '@/lib/endpoint';

const Named = (what: string) => z.string().trim().min(1, `Give ${what}.`).max(120, 'At most 120 characters.');

export const CreateOwner = z.strictObject({
  token: z.string().min(1).max(200).describe('From the one-time link that the terminal shows'),
  name: Named('your name'),
  email: Email,
  password: NewPassword,
  organisation: Named('the name of your organisation'),
});
export type CreateOwner = z.infer<typeof CreateOwner>;

export const createOwner = endpoint({
  method: 'POST',
  path: '/api/setup',
  permission: 'public',
  summary: 'Create the owner by the one-time link; works once',
  body: CreateOwner,
  response: z.strictObject({ email: z.string() }),
});

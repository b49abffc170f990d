import { removeContact as remove } from '@/lib/account/api';
import { removeContact } from '@/server/account/contacts';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const DELETE = route(remove, async ({ caller, params }) => {
  await removeContact(runtime().database, caller, params.id);
  return { done: true as const };
});

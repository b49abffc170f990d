import { addContact as add } from '@/lib/account/api';
import { addContact } from '@/server/account/contacts';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(add, ({ caller, body }) => addContact(runtime(), caller, body.address));

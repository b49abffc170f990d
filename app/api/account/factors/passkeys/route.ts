import { addPasskey as add } from '@/lib/account/api';
import { addPasskey } from '@/server/account/passkeys';
import { relyingPartyOf } from '@/server/account/relying-party';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(add, ({ caller, body, request }) => addPasskey(runtime(), caller, body, relyingPartyOf(request.headers, runtime().config.publicUrl)));

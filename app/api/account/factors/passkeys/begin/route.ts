import { beginPasskey as begin } from '@/lib/account/api';
import { beginPasskey } from '@/server/account/passkeys';
import { relyingPartyOf } from '@/server/account/relying-party';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(begin, ({ caller, request }) => beginPasskey(runtime(), caller, relyingPartyOf(request.headers, runtime().config.publicUrl)));

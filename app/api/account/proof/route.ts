import { prove as proveByMeans } from '@/lib/account/api';
import { prove } from '@/server/account/proof';
import { relyingPartyOf } from '@/server/account/relying-party';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = route(proveByMeans, ({ caller, body, request }) => prove(runtime(), caller, body, () => relyingPartyOf(request.headers, runtime().config.publicUrl)));

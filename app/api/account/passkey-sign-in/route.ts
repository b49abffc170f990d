import { beginPasskeySignIn as begin } from '@/lib/account/api';
import { beginPasskeySignIn } from '@/server/account/passkeys';
import { relyingPartyOf } from '@/server/account/relying-party';
import { publicRoute } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const POST = publicRoute({ ...begin, permission: 'public' }, ({ request }) => beginPasskeySignIn(runtime().database, relyingPartyOf(request.headers, runtime().config.publicUrl), Date.now()));

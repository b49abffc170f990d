import { readSignInSettings, updateSignInSettings } from '@/lib/sso/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { readSignIn, updateSignIn } from '@/server/sso/sign-in-settings';

export const GET = route(readSignInSettings, ({ caller }) => readSignIn(runtime(), caller));
export const PUT = route(updateSignInSettings, ({ caller, body }) => updateSignIn(runtime(), caller, body));

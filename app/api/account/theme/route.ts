import { chooseTheme as choose } from '@/lib/account/api';
import { chooseTheme } from '@/server/account/own-account';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const PUT = route(choose, async ({ caller, body }) => {
  await chooseTheme(runtime().database, caller, body.theme);
  return { done: true as const };
});

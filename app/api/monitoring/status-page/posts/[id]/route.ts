import { withdrawStatusPost } from '@/lib/status-pages/api';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';
import { withdrawPost } from '@/server/status-pages/withdraw-post';

export const DELETE = route(withdrawStatusPost, async ({ caller, params }) => {
  await withdrawPost(runtime(), caller, params.id);
  return { withdrawn: true as const };
});

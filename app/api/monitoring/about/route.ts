import { readAbout } from '@/lib/settings/api';
import * as about from '@/server/about/about';
import { route } from '@/server/http/route';
import { runtime } from '@/server/runtime';

export const GET = route(readAbout, ({ caller }) => about.readAbout(runtime(), caller));

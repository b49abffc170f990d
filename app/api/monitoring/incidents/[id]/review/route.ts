import { writeReview } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { writeReview as write } from '@/server/incidents/review';
import { runtime } from '@/server/runtime';

export const PUT = route(writeReview, ({ caller, params, body }) => write(runtime(), caller, params.id, body));

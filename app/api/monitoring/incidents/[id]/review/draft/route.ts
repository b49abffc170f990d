import { draftReview } from '@/lib/incidents/api';
import { route } from '@/server/http/route';
import { draftReview as draft } from '@/server/incidents/draft-review';
import { runtime } from '@/server/runtime';

export const GET = route(draftReview, ({ caller, params }) => draft(runtime(), caller, params.id));

import { readBadge } from '@/lib/badges/api';
import { answerBadge } from '@/server/badges/answer-badge';
import type { RouteHandler } from '@/server/http/route';
import { runtime } from '@/server/runtime';

const answer: RouteHandler['answer'] = (request, params) => answerBadge(runtime(), request, params, Date.now());

async function get(request: Request, context: { params?: Promise<Record<string, string>> }): Promise<Response> {
  const { status, headers, body } = await answer(request, (await context.params) ?? {});
  return new Response(status === 304 ? null : (body as BodyInit), { status, headers });
}

export const GET: RouteHandler = Object.assign(get, { endpoint: readBadge, answer });

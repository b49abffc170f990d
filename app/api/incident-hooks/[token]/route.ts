import { callIncidentHook } from '@/lib/incidents/api';
import { toResponse } from '@/server/http/answer';
import type { RouteHandler } from '@/server/http/route';
import { answerHook } from '@/server/incidents/answer-hook';
import { runtime } from '@/server/runtime';

const answer: RouteHandler['answer'] = (request, params) => answerHook(runtime(), request, params, Date.now());

async function post(request: Request, context: { params?: Promise<Record<string, string>> }): Promise<Response> {
  return toResponse(await answer(request, (await context.params) ?? {}));
}

export const POST: RouteHandler = Object.assign(post, { endpoint: callIncidentHook, answer });

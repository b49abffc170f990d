import { callIncidentHook } from '@/lib/incidents/api';
import { jsonAnswer, type Answer, type RouteRequest } from '@/server/http/answer';
import { problemAnswer } from '@/server/http/problem-answer';
import { readText } from '@/server/http/read-text';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import type { Runtime } from '@/server/runtime';
import { callHook } from './call-hook';
import { findHook } from './find-hook';

const mostBytes = 16 * 1024;

/** Answers a call of a hook; its body may be JSON or a form. `now` is in milliseconds since 1970. */
export async function answerHook(runtime: Runtime, request: RouteRequest, { token = '' }: Record<string, string>, now: number): Promise<Answer> {
  const requestId = requestIdFrom(request.headers);
  try {
    const hook = await findHook(runtime.database, { token, address: addressOf(request.headers), now });
    const text = await readText(request, mostBytes);
    const { status, headers, body } = jsonAnswer(callIncidentHook.response.parse(await callHook(runtime, hook, { contentType: request.headers.get('content-type'), text, now, requestId })));
    return { status, headers: { ...headers, 'x-request-id': requestId }, body };
  } catch (error) {
    return problemAnswer(error, requestId, runtime.log);
  }
}

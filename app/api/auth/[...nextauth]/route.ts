import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/next-auth-options';
import { refusalOf } from '@/server/auth/next-auth-requests';
import { toResponse } from '@/server/http/answer';
import { problemAnswer } from '@/server/http/problem-answer';
import { requestIdFrom } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import { withSingleSignOn } from '@/server/sso/single-sign-on';

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const requestId = requestIdFrom(request.headers);
  const path = (await context.params).nextauth;
  const refusal = refusalOf(request, path);
  if (refusal) return toResponse(problemAnswer(refusal, requestId, runtime().log));
  try {
    const options = await withSingleSignOn(authOptions(requestId), path, request);
    return (await NextAuth(request, context, options)) as Response;
  } catch (error) {
    return toResponse(problemAnswer(error, requestId, runtime().log));
  }
}

export { handler as GET, handler as POST };

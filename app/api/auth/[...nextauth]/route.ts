import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/next-auth-options';
import { refusalOf } from '@/server/auth/next-auth-requests';
import { toResponse } from '@/server/http/answer';
import { problemAnswer } from '@/server/http/problem-answer';
import { requestIdFrom } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const requestId = requestIdFrom(request.headers);
  const refusal = refusalOf(request, (await context.params).nextauth);
  if (refusal) return toResponse(problemAnswer(refusal, requestId, runtime().log));
  return (await NextAuth(request, context, authOptions(requestId))) as Response;
}

export { handler as GET, handler as POST };

import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/next-auth-options';
import { requestIdFrom } from '@/server/http/request-headers';

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  return (await NextAuth(request, context, authOptions(requestIdFrom(request.headers)))) as Response;
}

export { handler as GET, handler as POST };

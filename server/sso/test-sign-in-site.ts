import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/next-auth-options';
import { refusalOf } from '@/server/auth/next-auth-requests';
import { internalHeaders } from '@/server/http/request-headers';
import { withSingleSignOn } from './single-sign-on';

export interface TestSite {
  origin: string;
  close(): Promise<void>;
}

/** next-auth behind a port, as the route of `/api/auth` calls it; only Next itself is left out. */
export async function startTestSite(): Promise<TestSite> {
  const server = createServer((message, answer) => {
    serve(message, answer).catch((error: unknown) => answer.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function serve(message: IncomingMessage, answer: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', `http://${message.headers.host ?? ''}`);
  if (!url.pathname.startsWith('/api/auth/')) return void answer.end('a page');
  message.headers['x-forwarded-host'] = message.headers.host;
  message.headers['x-forwarded-proto'] = 'http';
  message.headers[internalHeaders.address] = '192.0.2.7';
  const path = url.pathname.split('/').slice(3);
  const request = new Request(url, { method: message.method ?? 'GET', headers: message.headers as Record<string, string> });
  const refusal = refusalOf(request, path);
  if (refusal) return void answer.writeHead(404).end(refusal.message);
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const body = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()));
  const query = { ...Object.fromEntries(url.searchParams), nextauth: path };
  const options = await withSingleSignOn(authOptions('request-1'), path, request);
  const next = Object.assign(answer, {
    status: (code: number) => Object.assign(next, { statusCode: code }),
    json: (value: unknown) => next.setHeader('content-type', 'application/json').end(JSON.stringify(value)),
    send: (value: unknown) => next.end(typeof value === 'object' ? JSON.stringify(value) : value),
  });
  await NextAuth({ method: message.method, headers: message.headers, query, body, cookies: cookiesOf(message.headers.cookie ?? '') } as never, next as never, options);
}

function cookiesOf(header: string): Record<string, string> {
  return Object.fromEntries(
    header.split('; ').filter(Boolean).map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
    }),
  );
}

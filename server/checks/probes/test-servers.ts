import { readFileSync } from 'node:fs';
import http, { type RequestListener } from 'node:http';
import http2, { type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

/** A real server on 127.0.0.1, which may misbehave. */
export interface TestServer {
  port: number;
  close(): Promise<void>;
}

export function fixture(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}

/** A server whose certificate is one of the fixtures; all have the same key. */
export function identity(name: 'server.pem' | 'expired.pem' | 'future.pem' | 'self-signed.pem') {
  return { cert: fixture(name), key: fixture('server.key') };
}

export function startRaw(onSocket: (socket: Socket) => void, secured?: tls.TlsOptions): Promise<TestServer> {
  return started(secured ? tls.createServer(secured, onSocket) : net.createServer(onSocket));
}

export function startHttp(listener: RequestListener, secured?: https.ServerOptions): Promise<TestServer> {
  return started(secured ? https.createServer(secured, listener) : http.createServer(listener));
}

export function startHttp2(listener: (request: Http2ServerRequest, response: Http2ServerResponse) => void, secured?: http2.SecureServerOptions): Promise<TestServer> {
  return started(secured ? http2.createSecureServer(secured, listener) : http2.createServer(listener));
}

async function started(server: Server): Promise<TestServer> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => undefined).on('sessionError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    }),
  };
}

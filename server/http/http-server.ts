import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '@/lib/errors';

export interface HttpServer {
  server: Server;
  url: string;
  connections(): number;
  /** Puts the real listener in place of the one that says that Nines is starting. */
  serve(listener: (message: IncomingMessage, answer: ServerResponse) => void): void;
  /** No new connections; running requests get 5 s to end. */
  drain(): Promise<void>;
}

const drainMs = 5_000;

/** Listens at once, so that a used port is known before anything else starts. Throws AppError that says what to do. */
export async function openHttpServer(host: string, port: number): Promise<HttpServer> {
  let listener = answerStarting;
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 }, (message, answer) =>
    listener(message, answer),
  );
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    server,
    url: urlOf(server, host),
    connections: () => open.size,
    serve: (next) => (listener = next),
    async drain() {
      const closed = new Promise<void>((resolve) => {
        if (server.listening) server.close(() => resolve());
        else resolve();
      });
      server.closeIdleConnections();
      // Upgraded sockets too, which closeAllConnections() does not know any more.
      const timer = setTimeout(() => open.forEach((socket) => socket.destroy()), drainMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function answerStarting(message: IncomingMessage, answer: ServerResponse): void {
  const alive = message.url === '/healthz';
  answer.writeHead(alive ? 200 : 503, { 'content-type': 'application/json', 'retry-after': '1', connection: 'close' });
  answer.end(JSON.stringify(alive ? { status: 'alive' } : { status: 'not ready', reasons: ['Nines is starting.'] }));
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const everywhere = host === '0.0.0.0' || host === '::';
  const shown = everywhere ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    return new AppError('conflict', `Port ${port} on ${host} is used by another program. Stop it, or set PORT to another port.`);
  }
  if (error.code === 'EACCES') return new AppError('forbidden', `Port ${port} may not be used by this account. Set PORT to 1024 or more.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new AppError('invalid', `HOST ${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.`);
  }
  return new AppError('internal', `Nines cannot listen on ${host}:${port}: ${error.message}.`, { cause: error });
}

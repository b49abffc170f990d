import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sink {
  url: string;
  /** Resolves with milliseconds of the monotonic clock once `isEnough` accepts a body that arrived; rejects after `timeoutMs`. */
  until(isEnough: (body: unknown) => boolean, timeoutMs: number): Promise<number>;
  close(): void;
}

/** An HTTP receiver that answers 200 and notes when each body was there. */
export async function openSink(): Promise<Sink> {
  let listen: ((body: unknown, atMs: number) => void) | null = null;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const atMs = performance.now();
      response.end('ok');
      listen?.(JSON.parse(Buffer.concat(parts).toString()), atMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    until: (isEnough, timeoutMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No message within ${timeoutMs} ms.`)), timeoutMs);
        listen = (body, atMs) => {
          if (!isEnough(body)) return;
          clearTimeout(timer);
          listen = null;
          resolve(atMs);
        };
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

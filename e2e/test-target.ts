import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestTarget {
  readonly url: string;
  /** From now on it answers 503 with a body that says why. */
  break(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A web page that can be broken. */
export async function startTarget(): Promise<TestTarget> {
  let isBroken = false;
  const server = http.createServer((_request, response) => {
    if (isBroken) response.writeHead(503, { 'content-type': 'text/plain', 'x-reason': 'no database' }).end('The till has no database.');
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('The till is open.');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/till`,
    break: () => {
      isBroken = true;
    },
    mend: () => {
      isBroken = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeWriteRequest } from '@/lib/ingest/remote-write';
import { uncompressSnappy } from '@/lib/ingest/snappy';
import { collectingSink, type CollectedSample } from '@/lib/ingest/test-sink';

interface SinkRequest {
  path: string;
  headers: IncomingMessage['headers'];
  /** Of the query string or the form. */
  fields: URLSearchParams;
  /** Of a remote write, decoded. */
  samples: CollectedSample[];
}

export interface StoreSink {
  url: string;
  requests: SinkRequest[];
  /** Answers the next requests in turn; when none is left, a write is taken and a query answered with nothing. */
  answers: ((response: ServerResponse) => void)[];
  close(): Promise<void>;
}

/** A store that keeps what it is asked, on a port of its own. */
export async function openStoreSink(): Promise<StoreSink> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      sink.requests.push(readRequest(request, Buffer.concat(chunks)));
      const answer = sink.answers.shift();
      if (answer) answer(response);
      else if (request.url === '/prom/api/v1/write') response.writeHead(204).end();
      else json(response, 200, { status: 'success', data: request.url?.includes('query') ? { resultType: 'vector', result: [] } : [] });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sink: StoreSink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prom/`,
    requests: [],
    answers: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return sink;
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function readRequest(request: IncomingMessage, body: Buffer): SinkRequest {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://sink');
  const isWrite = request.headers['content-type'] === 'application/x-protobuf';
  const collected = collectingSink();
  if (isWrite) decodeWriteRequest(uncompressSnappy(body, 10_000_000), collected);
  return { path: pathname, headers: request.headers, fields: isWrite || body.length === 0 ? searchParams : new URLSearchParams(body.toString()), samples: collected.samples };
}

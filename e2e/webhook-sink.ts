import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a webhook channel sends, as far as the tests look at it. */
interface SunkMessage {
  kind: string;
  title: string;
  alerts: { id: string; name: string }[];
  acknowledgeUrl: string | null;
  /** The page of what it is about. */
  url: string;
}

export interface WebhookSink {
  readonly url: string;
  /** The kinds of the messages about alerts of this name, in their order. */
  kindsOf(name: string): string[];
  messageOf(name: string, kind: string): SunkMessage | undefined;
  /** The titles of all messages, in their order. */
  titles(): string[];
  close(): Promise<void>;
}

/** Takes every message with 204 and keeps it. */
export async function startSink(): Promise<WebhookSink> {
  const messages: SunkMessage[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      messages.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as SunkMessage);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const about = (name: string) => messages.filter(({ alerts }) => alerts.some((alert) => alert.name === name));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    kindsOf: (name) => about(name).map(({ kind }) => kind),
    messageOf: (name, kind) => about(name).find((message) => message.kind === kind),
    titles: () => messages.map(({ title }) => title),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

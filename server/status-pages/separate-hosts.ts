import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

type Listener = (message: IncomingMessage, answer: ServerResponse) => void;

/** At a name that is a status page's, requests pass by what else listens on the server (Socket.IO), and connections are not upgraded. To be called once all listen. */
export function separateHosts(server: Server, { hasHost }: { hasHost(host: string | undefined): boolean }, listener: Listener): void {
  const others = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on('request', (message: IncomingMessage, answer: ServerResponse) => {
    if (hasHost(message.headers.host)) listener(message, answer);
    else for (const each of others) each.call(server, message, answer);
  });
  const upgrades = server.listeners('upgrade') as ((message: IncomingMessage, socket: Duplex, head: Buffer) => void)[];
  server.removeAllListeners('upgrade');
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (hasHost(message.headers.host)) socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else for (const each of upgrades) each.call(server, message, socket, head);
  });
}

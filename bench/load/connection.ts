import net from 'node:net';

interface HttpReply {
  status: number;
  body: Buffer;
}

export interface HttpTarget {
  host: string;
  port: number;
  headers: Readonly<Record<string, string>>;
}

const timeoutMs = 60_000;

/** One kept HTTP/1.1 connection, one request at a time; far cheaper than Node's own client, so that the server is what is measured. */
export class HttpConnection {
  private rest: Buffer = Buffer.alloc(0);
  private waiting: { resolve: (reply: HttpReply) => void; reject: (error: Error) => void } | null = null;

  private constructor(private readonly socket: net.Socket, private readonly target: HttpTarget) {
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`No answer within ${timeoutMs / 1000} s.`)));
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The server closed the connection.')));
  }

  static open(target: HttpTarget): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host: target.host, port: target.port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new HttpConnection(socket, target));
      });
    });
  }

  get(path: string): Promise<HttpReply> {
    return this.send('GET', path, {}, null);
  }

  post(path: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<HttpReply> {
    return this.send('POST', path, { ...headers, 'content-length': String(body.length) }, body);
  }

  close(): void {
    this.socket.destroy();
  }

  private send(method: string, path: string, own: Readonly<Record<string, string>>, body: Uint8Array | null): Promise<HttpReply> {
    const { host, port, headers } = this.target;
    const lines = Object.entries({ host: `${host}:${port}`, ...headers, ...own }).map(([name, value]) => `${name}: ${value}\r\n`);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.cork();
      this.socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
      if (body) this.socket.write(body);
      this.socket.uncork();
    });
  }

  private receive(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const reply = parseReply(this.rest);
    if (!reply) return;
    this.rest = Buffer.alloc(0);
    const { waiting } = this;
    this.waiting = null;
    waiting?.resolve(reply);
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = null;
  }
}

/** A whole answer, by Content-Length or in chunks; null while some of it is missing. */
function parseReply(bytes: Buffer): HttpReply | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + 4;
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    if (!bytes.subarray(-7).equals(Buffer.from('\r\n0\r\n\r\n')) && !bytes.subarray(start).equals(Buffer.from('0\r\n\r\n'))) return null;
    return { status, body: joinChunks(bytes, start) };
  }
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length < start + length ? null : { status, body: bytes.subarray(start, start + length) };
}

function joinChunks(bytes: Buffer, start: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}

import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What a zone answers for a name and type: a code other than 0 (NXDOMAIN is 3), or records as raw data; silent says nothing. */
type ZoneAnswer = { code?: number; records?: Buffer[]; isCut?: boolean; isGarbage?: boolean } | 'silent';

interface TestDnsServer {
  /** address:port */
  address: string;
  /** Questions as `UDP A name`, in their order. */
  asked: string[];
  close(): Promise<void>;
}

const typeNames: Readonly<Record<number, string>> = { 1: 'A', 2: 'NS', 5: 'CNAME', 6: 'SOA', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA', 33: 'SRV', 257: 'CAA' };

/** A name as the protocol writes it (RFC 1035, 3.1). */
export function nameData(name: string): Buffer {
  const labels = name.split('.').filter(Boolean).map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

export function numbers(...values: [bytes: 1 | 2 | 4, value: number][]): Buffer {
  return Buffer.concat(values.map(([bytes, value]) => {
    const data = Buffer.alloc(bytes);
    data.writeUIntBE(value, 0, bytes);
    return data;
  }));
}

/** A name server of its own zone (RFC 1035) over UDP and TCP: real messages on a real socket. `isCut` answers by UDP that the answer does not fit. */
export async function startDnsServer(zone: Record<string, ZoneAnswer>): Promise<TestDnsServer> {
  const asked: string[] = [];
  const answer = (message: Buffer, protocol: 'UDP' | 'TCP'): Buffer | null => {
    const { name, type, end } = questionOf(message);
    asked.push(`${protocol} ${type} ${name}`);
    const found = zone[`${type} ${name}`] ?? { code: 3 };
    if (found === 'silent') return null;
    if (found.isGarbage) return Buffer.concat([message.subarray(0, 2), Buffer.from('no answer at all')]);
    return reply(message, end, protocol === 'UDP' ? found : { ...found, isCut: false });
  };
  const udp = createSocket('udp4');
  udp.on('message', (message, { port, address }) => {
    const answered = answer(message, 'UDP');
    if (answered) udp.send(answered, port, address);
  });
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      const answered = answer(data.subarray(2), 'TCP');
      if (answered) socket.write(Buffer.concat([numbers([2, answered.length]), answered]));
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${port}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise<void>((resolve) => udp.close(() => resolve())), new Promise((resolve) => tcp.close(resolve))]);
    },
  };
}

function questionOf(message: Buffer): { name: string; type: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  const type = message.readUInt16BE(at + 1);
  return { name: labels.join('.'), type: typeNames[type] ?? String(type), end: at + 5 };
}

/** The records point to the name in the question (RFC 1035, 4.1.4). Of further records in the question (EDNS) nothing is said. */
function reply(message: Buffer, questionEnd: number, { code = 0, records = [], isCut = false }: Exclude<ZoneAnswer, 'silent'>): Buffer {
  const kept = isCut ? [] : records;
  const header = Buffer.concat([message.subarray(0, 2), numbers([2, 0x8180 | (isCut ? 0x200 : 0) | code], [2, 1], [2, kept.length], [2, 0], [2, 0])]);
  const type = message.subarray(questionEnd - 4, questionEnd - 2);
  const all = kept.map((data) => Buffer.concat([Buffer.from([0xc0, 12]), type, numbers([2, 1], [4, 60], [2, data.length]), data]));
  return Buffer.concat([header, message.subarray(12, questionEnd), ...all]);
}

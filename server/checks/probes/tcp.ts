import type { TcpSettings } from '@/lib/checks/kinds/tcp';
import { type Attempt, type Connection, connectTo, failureOfConnection, waitFor } from './connect';
import { resultOf } from './findings';
import { type Probe, ProbeFailure } from './probe';

const maxAnswerBytes = 64 * 1024;
const shownBytes = 1024;
const escapes: Readonly<Record<string, string>> = { '\\r': '\r', '\\n': '\n', '\\t': '\t', '\\\\': '\\' };

/** Connects, sends a text if there is one, and waits for the answer that is expected if there is one. */
export const tcpProbe: Probe<TcpSettings, Record<string, never>> = {
  kind: 'tcp',
  run: (input) => resultOf(input, async (attempt, findings) => {
    const { settings } = input;
    const connection = await connectTo(attempt, settings);
    try {
      findings.address = connection.address;
      findings.values = [{ name: 'probe_ip_protocol', labels: {}, value: connection.family }];
      if (settings.send !== '' || settings.expect !== '') await converse(attempt, connection, settings, (answer) => (findings.answers = [answer]));
      return { success: true, message: `${settings.expect === '' ? 'Connected' : 'The expected answer came'} in ${Math.round(attempt.phases.totalMs())} ms.` };
    } finally {
      connection.socket.destroy();
    }
  }),
};

/** The first byte ends `first_byte`, the expected text `transfer`. */
async function converse(attempt: Attempt, { socket }: Connection, { host, port, send, expect }: TcpSettings, tell: (answer: string) => void): Promise<void> {
  const where = `${host}:${port}`;
  const text = Buffer.from(unescaped(send));
  const expected = Buffer.from(unescaped(expect));
  await attempt.phases.measure('first_byte', () => waitFor<void>(attempt, `${where} has said nothing`, (resolve, reject) => {
    socket.on('error', (error) => reject(failureOfConnection(error, where)));
    if (expected.length === 0) socket.write(text, (error) => (error ? reject(failureOfConnection(error, where)) : resolve()));
    else {
      if (text.length > 0) socket.write(text);
      socket.once('readable', () => resolve());
    }
    return () => socket.destroy();
  }));
  if (expected.length > 0) await attempt.phases.measure('transfer', () => readUntil(attempt, socket, { where, expected, tell }));
}

function readUntil(attempt: Attempt, socket: Connection['socket'], { where, expected, tell }: { where: string; expected: Buffer; tell: (answer: string) => void }): Promise<void> {
  const missing = () => `${where} did not say ${JSON.stringify(expected.toString('utf8').slice(0, 100))}`;
  const kept = Buffer.alloc(maxAnswerBytes);
  let length = 0;
  return waitFor<void>(attempt, missing(), (resolve, reject) => {
    socket.on('error', (error) => reject(failureOfConnection(error, where)));
    const onEnd = () => reject(new ProbeFailure(`${missing()} and closed the connection.`, false));
    if (socket.readableEnded || socket.destroyed) onEnd();
    socket.once('end', onEnd);
    socket.on('data', (chunk: Buffer) => {
      const from = Math.max(0, length - expected.length);
      length += chunk.copy(kept, length);
      const answer = kept.subarray(0, length);
      if (from < shownBytes) tell(answer.subarray(0, shownBytes).toString('utf8'));
      if (answer.includes(expected, from)) resolve();
      else if (length === maxAnswerBytes) reject(new ProbeFailure(`${missing()} in its first ${maxAnswerBytes / 1024} KiB.`, false));
    });
    return () => socket.destroy();
  });
}

function unescaped(text: string): string {
  return text.replace(/\\[rnt\\]/g, (escape) => escapes[escape] ?? escape);
}

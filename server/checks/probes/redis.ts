import type { Socket } from 'node:net';
import { readCommand, type RedisSecrets, type RedisSettings } from '@/lib/checks/kinds/redis';
import { fulfils } from '@/lib/checks/kinds/value-condition';
import { redact } from '@/server/alerts/channels/redact';
import { type Attempt, waitFor } from './connect';
import { openDatabaseConnection } from './database-connection';
import { resultOf } from './findings';
import { type Probe, ProbeFailure } from './probe';
import { createReplyReader, encodeCommand, RespError, type RespReply } from './resp';

const maxReplyBytes = 262_144;

/** Signs in to a Redis server, sends one command that only reads, and compares the answer. */
export const redisProbe: Probe<RedisSettings, RedisSecrets> = {
  kind: 'redis',
  run: (input) =>
    resultOf(input, async (attempt, findings) => {
      const { settings, secrets } = input;
      const socket = await openDatabaseConnection(attempt, settings, findings);
      try {
        const reply = await attempt.phases.measure('first_byte', async () => {
          await prepare(attempt, socket, settings, secrets);
          return exchange(attempt, socket, readCommand(settings.command) ?? []);
        });
        return judge(settings, reply, { show: (answers) => (findings.answers = answers), clean: (text) => redact(text, [secrets.password]) });
      } finally {
        socket.destroy();
      }
    }),
};

async function prepare(attempt: Attempt, socket: Socket, { user, database }: RedisSettings, { password }: RedisSecrets): Promise<void> {
  if (password !== undefined) await expectOk('signing in', exchange(attempt, socket, user === '' ? ['AUTH', password] : ['AUTH', user, password]));
  if (database !== 0) await expectOk(`selecting the database ${database}`, exchange(attempt, socket, ['SELECT', String(database)]));
}

async function expectOk(what: string, asked: Promise<RespReply>): Promise<void> {
  const reply = await asked;
  if (reply.kind === 'error') throw new ProbeFailure(`Redis refused ${what}: ${reply.text}`, false);
}

function judge(settings: RedisSettings, reply: RespReply, { show, clean }: { show: (answers: string[]) => void; clean: (text: string) => string }): { success: boolean; message: string } {
  const { infoField, operator, value } = settings;
  if (reply.kind === 'error') throw new ProbeFailure(`Redis answered with an error: ${reply.text}`, false);
  const whole = textsOf(reply).join('\n');
  const actual = infoField === '' ? (reply.kind === 'nil' ? null : whole) : fieldOf(whole, infoField);
  show(infoField === '' ? textsOf(reply).flatMap((text) => text.split(/\r?\n/)).filter((line) => line !== '') : actual === null ? [] : [`${infoField}:${actual}`]);
  if (infoField !== '' && actual === null) return { success: false, message: `INFO has no field ${infoField}.` };
  const said = actual === null ? 'nothing' : clean(actual);
  const came = said.length > 100 ? `${said.slice(0, 100)}...` : said;
  const isGood = fulfils(actual, settings);
  if (operator === 'any') return { success: true, message: `Redis answered ${came}.` };
  return { success: isGood, message: `Expected ${operator} ${value}, and ${came} came.` };
}

function fieldOf(info: string, field: string): string | null {
  const line = info.split(/\r?\n/).find((each) => each.startsWith(`${field}:`));
  return line === undefined ? null : line.slice(field.length + 1);
}

function textsOf(reply: RespReply): string[] {
  switch (reply.kind) {
    case 'nil':
      return [];
    case 'list':
      return reply.items.flatMap(textsOf);
    default:
      return [reply.text];
  }
}

/** Sends a command and waits for its reply; nothing else may be under way. */
function exchange(attempt: Attempt, socket: Socket, words: readonly string[]): Promise<RespReply> {
  return waitFor(attempt, `Redis has not answered ${words[0] ?? ''}`, (resolve, reject) => {
    const read = createReplyReader();
    let received = Buffer.alloc(16_384);
    let size = 0;
    const onData = (chunk: Buffer) => {
      if (size + chunk.length > maxReplyBytes) return fail(new ProbeFailure(`The answer is longer than ${maxReplyBytes / 1_024} KiB.`, false));
      while (received.length < size + chunk.length) received = Buffer.concat([received], received.length * 2);
      size += chunk.copy(received, size);
      try {
        const reply = read(received.subarray(0, size));
        if (!reply) return;
        stop();
        resolve(reply);
      } catch (error) {
        if (!(error instanceof RespError)) throw error;
        fail(new ProbeFailure(`What answers is no Redis server: ${error.message}.`, false));
      }
    };
    const onClose = () => fail(new ProbeFailure(`Redis closed the connection instead of answering ${words[0] ?? ''}.`, false));
    const stop = () => {
      socket.off('data', onData);
      socket.off('close', onClose);
    };
    const fail = (failure: ProbeFailure) => {
      stop();
      reject(failure);
    };
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(encodeCommand(words));
    return stop;
  });
}

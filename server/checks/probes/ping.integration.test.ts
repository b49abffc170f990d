import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProgram } from '@/server/test-programs';
import { probe } from './test-probing';

const program = findProgram('ping');
/** The program may be there and not be allowed to send. */
const canPing = program !== undefined && spawnSync(program, ['-n', '-c', '1', '-W', '1', '127.0.0.1']).status === 0;

describe.skipIf(!canPing)('the real ping', () => {
  test('reaches this machine, by name too', async () => {
    for (const host of ['127.0.0.1', 'router.example.com']) {
      const result = await probe('ping', { host });
      expect(result).toMatchObject({ success: true, message: expect.stringContaining('3 of 3 echo requests were answered within') as string, evidence: { address: '127.0.0.1' } });
      expect(result.values).toContainEqual({ name: 'probe_icmp_packet_loss_ratio', labels: {}, value: 0 });
    }
  });
});

/** A program of the test in its place says what it is told, so that each answer can be had on every machine. */
describe('what a ping says', () => {
  const before = process.env.PATH;
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'nines-ping-'));
  });
  afterEach(async () => {
    process.env.PATH = before;
    await rm(dir, { recursive: true, force: true });
  });

  async function saying(script: string): Promise<void> {
    await writeFile(path.join(dir, 'ping'), `#!/bin/sh\necho "$@" > ${dir}/asked\n${script}\n`);
    await chmod(path.join(dir, 'ping'), 0o755);
    process.env.PATH = `${dir}${path.delimiter}${before}`;
  }
  const summary = (received: number) => `echo '4 packets transmitted, ${received} received, x% packet loss'; echo 'rtt min/avg/max/mdev = 1.0/2.0/3.0/0.5 ms'`;

  test.each<[name: string, script: string, settings: Record<string, unknown>, success: boolean, message: string]>([
    ['all came', summary(4), {}, true, '4 of 4 echo requests were answered within 2 ms on average.'],
    ['one was lost', summary(3), {}, false, '3 of 4 echo requests were answered'],
    ['one was lost, which is allowed', summary(3), { maxLossPercent: 25 }, true, '3 of 4'],
    ['all were lost', `echo '4 packets transmitted, 0 received, 100% packet loss'; exit 1`, {}, false, '127.0.0.1 answered none of 4 echo requests.'],
    ['there is no way', `echo 'ping: connect: Network is unreachable' >&2; exit 2`, {}, false, 'ping: connect: Network is unreachable.'],
    ['no end', 'sleep 60', {}, false, 'No answer within 0.4 s'],
  ])('%s', async (_, script, settings, success, message) => {
    await saying(script);
    expect(await probe('ping', { host: '127.0.0.1', ...settings }, { timeoutMs: script.startsWith('sleep') ? 400 : 5_000 })).toMatchObject({ success, message: expect.stringContaining(message) as string });
  });

  test('is asked of the address that was looked up, as often as wanted', async () => {
    await saying(summary(4));
    await probe('ping', { host: 'router.example.com', packets: 4, packetBytes: 100 }, { timeoutMs: 3_000 });
    expect((await readFile(path.join(dir, 'asked'), 'utf8')).trim()).toMatch(/-n -c 4 -i 0\.2 -s 100 -W \d+ 127\.0\.0\.1$/);
  });

  test('is not known where the program is missing, or may not send', async () => {
    process.env.PATH = dir;
    await expect(probe('ping', { host: '127.0.0.1' })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('iputils-ping') as string });
    await saying(`echo 'ping: socket: Operation not permitted' >&2; exit 2`);
    await expect(probe('ping', { host: '127.0.0.1' })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('cap_net_raw') as string });
  });

  test.each(['-f', '127.0.0.1 -f', '$(id)', 'a;b'])('is never asked of %j', async (host) => {
    await expect(probe('ping', { host })).rejects.toThrow();
  });
});

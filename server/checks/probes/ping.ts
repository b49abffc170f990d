import { spawn } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import type { PingSettings } from '@/lib/checks/kinds/ping';
import { AppError } from '@/lib/errors';
import { type Attempt, waitFor } from './connect';
import { resultOf } from './findings';
import { readPingOutput } from './ping-output';
import { type Probe, ProbeFailure } from './probe';

const intervalMs = 200;
const maxOutputBytes = 64 * 1_024;

interface Ended {
  output: string;
  complaint: string;
}

/**
 * Sends echo requests by the program `ping` of this machine: sockets for them need a right that Nines does not have. Throws AppError `unavailable` when
 * the program is not there or may not send: then nothing is known of the host.
 */
export const pingProbe: Probe<PingSettings, Record<string, never>> = {
  kind: 'ping',
  run: (input) =>
    resultOf(input, async (attempt, findings) => {
      const { host, packets, packetBytes, maxLossPercent, ipVersion } = input.settings;
      const found = await attempt.phases.measure('dns', () => addressesOf(attempt, host));
      const address = found.find(({ family }) => ipVersion === 'auto' || String(family) === ipVersion);
      if (!address) throw new ProbeFailure(`${host} has no address of IPv${ipVersion}.`, false);
      findings.address = address.address;
      findings.values = [{ name: 'probe_ip_protocol', labels: {}, value: address.family }];
      const waitMs = Math.max(100, attempt.timeoutMs - attempt.phases.totalMs() - (packets - 1) * intervalMs - 100);
      const { output, complaint } = await attempt.phases.measure('first_byte', () => run(attempt, argumentsOf(address, { packets, packetBytes, waitMs })));
      const report = readPingOutput(output);
      if (!report) throw failureOf(complaint);
      const { sent, received, roundTripsMs } = report;
      const lossPercent = sent === 0 ? 100 : ((sent - received) / sent) * 100;
      findings.values.push({ name: 'probe_icmp_packet_loss_ratio', labels: {}, value: lossPercent / 100 });
      if (roundTripsMs) {
        findings.values.push({ name: 'probe_icmp_duration_seconds', labels: { phase: 'rtt' }, value: roundTripsMs.average / 1_000 });
        findings.answers = [`round trip ${roundTripsMs.least} / ${roundTripsMs.average} / ${roundTripsMs.most} ms (least, average, most)`];
      }
      if (received === 0) throw new ProbeFailure(`${host} answered none of ${sent} echo requests.`, true);
      const message = `${received} of ${sent} echo requests were answered${roundTripsMs ? ` within ${roundTripsMs.average} ms on average` : ''}.`;
      return { success: lossPercent <= maxLossPercent, message };
    }),
};

function addressesOf(attempt: Attempt, host: string): Promise<readonly LookupAddress[]> {
  return waitFor(attempt, `the name ${host} is still being looked up`, (resolve, reject) => {
    attempt.lookup(host).then(resolve, reject);
    return () => undefined;
  }, true);
}

/** The address comes from the look-up, never from a person: it cannot be read as an option. */
function argumentsOf({ address, family }: LookupAddress, { packets, packetBytes, waitMs }: { packets: number; packetBytes: number; waitMs: number }): { program: string; words: string[] } {
  const isMac = process.platform === 'darwin';
  const version = isMac ? [] : [`-${family}`];
  // macOS waits in milliseconds, Linux in seconds; only whole ones are understood everywhere.
  const wait = isMac ? (family === 6 ? [] : ['-W', String(Math.round(waitMs))]) : ['-W', String(Math.max(1, Math.ceil(waitMs / 1_000)))];
  return { program: isMac && family === 6 ? 'ping6' : 'ping', words: [...version, '-n', '-c', String(packets), '-i', String(intervalMs / 1_000), '-s', String(packetBytes), ...wait, address] };
}

function run(attempt: Attempt, { program, words }: { program: string; words: string[] }): Promise<Ended> {
  return waitFor(attempt, 'the echo requests are not answered', (resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH ?? '', LC_ALL: 'C' } });
    const said = { output: '', complaint: '' };
    const collect = (part: keyof Ended) => (chunk: Buffer) => {
      if (said[part].length < maxOutputBytes) said[part] += chunk.toString('utf8');
    };
    child.stdout.on('data', collect('output'));
    child.stderr.on('data', collect('complaint'));
    child.once('error', (error) => reject(missing(error)));
    child.once('close', () => resolve(said));
    return () => child.kill('SIGKILL');
  }, true);
}

function missing(error: NodeJS.ErrnoException): AppError {
  if (error.code !== 'ENOENT') return new AppError('unavailable', `The program ping could not be started (${error.code ?? error.message}).`);
  return new AppError('unavailable', 'The program ping is not installed on the machine of Nines. Install it: iputils-ping (Debian, Ubuntu), iputils (Fedora, Alpine, Arch).');
}

function failureOf(complaint: string): Error {
  const said = complaint.trim().split('\n')[0]?.slice(0, 200) ?? '';
  if (/not permitted|permission denied|lacking privilege/i.test(said)) {
    return new AppError('unavailable', `The program ping may not send on the machine of Nines (${said}). Give it the right: setcap cap_net_raw+ep on the program, or the sysctl net.ipv4.ping_group_range.`);
  }
  return new ProbeFailure(said === '' ? 'The program ping said nothing that can be read.' : `ping: ${said.replace(/^ping6?: /, '')}.`, true);
}

import os from 'node:os';
import { pathToFileURL } from 'node:url';
import { measureHttp } from './http-load';
import { quantile } from './latencies';
import { scratchDataDir, startNines, type RunningNines } from './nines';

const path = '/api/monitoring/health';
const rounds = 8;
const durationMs = 2_000;

/** What counting requests costs one with a session: CPU of Node for a request, with the limits on and off in turns. */
export async function measureLimits(): Promise<void> {
  const scratch = scratchDataDir();
  try {
    const nines = await startNines(scratch.dataDir);
    try {
      process.stdout.write(`Load average: ${os.loadavg().map((load) => load.toFixed(1)).join(' ')}\n`);
      const cost = { on: [] as number[], off: [] as number[] };
      await cpuOfRequest(nines);
      for (let round = 0; round < rounds; round += 1) {
        for (const way of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
          await switchLimits(nines, way === 'on');
          cost[way].push(await cpuOfRequest(nines));
        }
      }
      const [off, on] = [quantile(cost.off, 0.5), quantile(cost.on, 0.5)];
      process.stdout.write(`${`CPU of GET ${path} with a session`.padEnd(62)} ${off.toFixed(0)} µs uncounted, ${on.toFixed(0)} µs counted: ${((on / off - 1) * 100).toFixed(1)} %   (aim: under 3 %)\n`);
    } finally {
      await nines.stop();
    }
  } finally {
    scratch.remove();
  }
}

/** Microseconds. */
async function cpuOfRequest(nines: RunningNines): Promise<number> {
  const before = nines.cpuSeconds().node;
  const { requestsPerSecond, failed } = await measureHttp(nines.url, { method: 'GET', path, headers: { cookie: nines.cookie } }, { connections: 8, durationMs });
  if (failed > 0) throw new Error(`${failed} requests failed.`);
  return ((nines.cpuSeconds().node - before) * 1e6) / ((requestsPerSecond * durationMs) / 1_000);
}

async function switchLimits({ url, cookie }: RunningNines, isOn: boolean): Promise<void> {
  const headers = { cookie, origin: url.origin, 'content-type': 'application/json' };
  const now = (await (await fetch(new URL('/api/monitoring/limits', url), { headers })).json()) as { version: number; settings: object };
  const answer = await fetch(new URL('/api/monitoring/limits', url), { method: 'PUT', headers, body: JSON.stringify({ version: now.version, settings: { ...now.settings, isOn } }) });
  if (!answer.ok) throw new Error(`The limits were not switched: ${await answer.text()}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await measureLimits();

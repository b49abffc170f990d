import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { measureAlertRules } from './alert-rules';
import { measureAlerts } from './alerts';
import { measureAlertsList } from './alerts-list';
import { measureAudit } from './audit';
import { measureChecks } from './checks';
import { collectorLine, measureCollector } from './collector';
import { measureFanOut } from './fan-out';
import { measureHttp } from './http-load';
import { measureIncidents } from './incidents';
import { measureLimits } from './limits';
import { measureMetrics } from './metrics';
import { scratchDataDir, startNines, type RunningNines } from './nines';
import { measureServicesList } from './services-list';
import { measureSla } from './sla';
import { measureStatusPage } from './status-page';

const rows: [what: string, measured: string, target: string][] = [];

function row(what: string, measured: string, target: string): void {
  rows.push([what, measured, target]);
  process.stdout.write(`${what.padEnd(54)} ${measured.padEnd(44)} ${target}\n`);
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const rate = (value: number) => Math.round(value).toLocaleString('en-US');

async function measureReads({ url, cookie }: RunningNines): Promise<void> {
  const now = Date.now();
  const range = `selector=system_cpu_usage_percent&from=${now - 15 * 60_000}&to=${now}&step=5000`;
  const reads = [
    ['GET /api/monitoring/health', '/api/monitoring/health', 'at least 10,000/s'],
    ['GET /api/monitoring/health/dashboard (live)', '/api/monitoring/health/dashboard', 'p95 under 50 ms'],
    ['GET /api/monitoring/metrics (15 m, 1 series)', `/api/monitoring/metrics?${range}`, 'p95 under 50 ms'],
  ] as const;
  for (const [what, target, wanted] of reads) {
    const request = { method: 'GET', path: target, headers: { cookie } };
    await measureHttp(url, request, { connections: 4, durationMs: 1_000 });
    const found = await measureHttp(url, request, { connections: 16, durationMs: 5_000 });
    row(what, `${rate(found.requestsPerSecond)}/s, p95 ${ms(found.p95Ms)}, ${found.failed} failed`, wanted);
  }
}

async function measurePush({ url, key }: RunningNines): Promise<void> {
  const batch = 5_000;
  const samples = Array.from({ length: batch }, (_, index) => ({ name: 'bench_pushed', labels: { n: String(index) }, value: index }));
  const request = {
    method: 'POST',
    path: '/api/monitoring/metrics',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ samples }),
  };
  await measureHttp(url, request, { connections: 1, durationMs: 1_000 });
  const found = await measureHttp(url, request, { connections: 4, durationMs: 8_000 });
  row('POST /api/monitoring/metrics, 5,000 samples a request', `${rate(found.requestsPerSecond * batch)} samples/s, p95 ${ms(found.p95Ms)}, ${found.failed} failed`, 'durable when answered');
}

async function measureSockets(nines: RunningNines, count: number): Promise<void> {
  const found = await measureFanOut(nines.url, nines.cookie, count, 10);
  row(`live frames to ${rate(count)} sockets, from tick to client`, `p50 ${ms(found.p50Ms)}, p99 ${ms(found.p99Ms)}, ${found.lost} of ${rate(found.frames)} lost`, 'p99 under 100 ms, none lost');
}

async function run(): Promise<void> {
  execFileSync(process.execPath, ['server/start.mjs', '--build-only'], { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' });
  process.stdout.write(`${'what'.padEnd(54)} ${'measured'.padEnd(44)} target\n`);
  const scratch = scratchDataDir();
  try {
    const first = await startNines(scratch.dataDir);
    row('first start (makes the database)', `${first.startSeconds.toFixed(2)} s`, '');
    await first.stop();
    const nines = await startNines(scratch.dataDir);
    row('second start', `${nines.startSeconds.toFixed(2)} s`, 'under 5 s');
    try {
      row('resident memory, idle (Node and PostgreSQL, Pss)', `${Math.round(nines.residentBytes() / 1048576)} MiB`, 'under 512 MiB');
      await measureReads(nines);
      await measurePush(nines);
      await measureSockets(nines, 1_000);
      await measureSockets(nines, 10_000);
      row('resident memory, after all of it', `${Math.round(nines.residentBytes() / 1048576)} MiB`, 'under 512 MiB');
    } finally {
      await nines.stop();
    }
  } finally {
    scratch.remove();
  }
  process.stdout.write(`${collectorLine(await measureCollector())}\n\n`);
  await measureAlerts();
  await measureAlertRules();
  await measureAlertsList();
  await measureIncidents();
  await measureChecks();
  await measureSla();
  await measureServicesList();
  await measureStatusPage();
  await measureAudit();
  await measureLimits();
  await measureMetrics({ isQuick: process.argv.includes('--quick') });
}

await run();

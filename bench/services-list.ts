import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type CDPSession, type Page } from '@playwright/test';
import { findBrowser, launchOptions } from '../e2e/browser';
import { quantile } from './latencies';
import { scratchDataDir, startNines, type RunningNines } from './nines';
import { withTarget } from './checked-target';

const services = 1_000;
const atOnce = 8;
const timeoutMs = 60_000;

interface Device {
  name: string;
  rounds: number;
  context: BrowserContextOptions;
  cpuSlowdown: number;
  /** Bits a second and milliseconds, as Lighthouse and Chromium's own presets have them; null: as it is. */
  network: { down: number; up: number; latencyMs: number } | null;
  aim: string;
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const devices: readonly Device[] = [
  { name: 'desktop', rounds: 5, context: { viewport: { width: 1_440, height: 900 } }, cpuSlowdown: 1, network: null, aim: 'first paint under 1 s' },
  { name: 'phone, CPU 4x slower, 4G (9 Mbit/s, 85 ms)', rounds: 3, context: phone, cpuSlowdown: 4, network: { down: 9e6, up: 9e6, latencyMs: 85 }, aim: 'first paint under 3 s' },
  { name: 'phone, CPU 4x slower, fast 3G (1.6 Mbit/s, 150 ms)', rounds: 3, context: phone, cpuSlowdown: 4, network: { down: 1.6e6, up: 7.5e5, latencyMs: 150 }, aim: 'first paint under 3 s' },
];

/** The list of 1,000 services, each with a check that runs: first paint, and time until the rows are painted, with an empty cache; milliseconds since the page was asked for. */
export async function measureServicesList(): Promise<void> {
  const scratch = scratchDataDir();
  try {
    const nines = await startNines(scratch.dataDir);
    try {
      await withTarget(async (target) => {
        await storeServices(nines, target);
        const browser = await chromium.launch(launchOptions(await findBrowser((line) => void process.stdout.write(`${line}\n`))));
        process.stdout.write(`Load average: ${os.loadavg().map((load) => load.toFixed(1)).join(' ')}\n`);
        for (const device of devices) await measureOn(browser, nines, device);
        await browser.close();
      });
    } finally {
      await nines.stop();
    }
  } finally {
    scratch.remove();
  }
}

async function measureOn(browser: Browser, nines: RunningNines, device: Device): Promise<void> {
  const found: Painted[] = [];
  // The first one warms the server up.
  for (let round = 0; round <= device.rounds; round += 1) found.push(await openList(browser, nines, device));
  const measured = found.slice(1);
  const of = (key: keyof Painted) => `${[0.5, 1].map((share) => quantile(measured.map((each) => each[key]), share).toFixed(0)).join(', ')} ms`;
  const kilobytes = quantile(measured.map(({ bytes }) => bytes), 0.5) / 1_024;
  process.stdout.write(`list of ${services.toLocaleString('en-US')} services, ${device.name.padEnd(52)} p50, worst: first paint ${of('firstPaintMs')}, rows ${of('rowsMs')}; ${kilobytes.toFixed(0)} KiB   (aim: ${device.aim})\n`);
}

interface Painted {
  firstPaintMs: number;
  rowsMs: number;
  /** What came over the network until everything was quiet. */
  bytes: number;
}

async function openList(browser: Browser, { url, cookie }: RunningNines, { context: options, cpuSlowdown, network }: Device): Promise<Painted> {
  const context = await browser.newContext({ ...options, baseURL: url.origin });
  try {
    const [name = '', value = ''] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: url.origin }]);
    const page = await context.newPage();
    await page.addInitScript(noteRows);
    const session = await context.newCDPSession(page);
    const bytes = await countBytes(session);
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
    if (network) await session.send('Network.emulateNetworkConditions', { offline: false, latency: network.latencyMs, downloadThroughput: network.down / 8, uploadThroughput: network.up / 8 });
    await page.goto('/services', { waitUntil: 'commit', timeout: timeoutMs });
    const painted = await readPainted(page);
    return { ...painted, bytes: bytes() };
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything of it: notes the first frame in which a row stands in the document. As text, so that it is not compiled for Node. */
const noteRows = `(() => {
  const look = () => document.querySelector('article[data-service]') === null ? requestAnimationFrame(look) : requestAnimationFrame(() => performance.mark('rows'));
  requestAnimationFrame(look);
})()`;

async function readPainted(page: Page): Promise<Omit<Painted, 'bytes'>> {
  await page.waitForFunction(() => performance.getEntriesByName('rows').length > 0 && performance.getEntriesByName('first-contentful-paint').length > 0, undefined, { timeout: timeoutMs });
  return page.evaluate(() => ({ firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, rowsMs: performance.getEntriesByName('rows')[0]?.startTime ?? NaN }));
}

async function countBytes(session: CDPSession): Promise<() => number> {
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await session.send('Network.enable');
  return () => bytes;
}

/** By the API, as people make them. */
async function storeServices({ url, cookie }: RunningNines, target: string): Promise<void> {
  const make = async (where: string, body: object): Promise<{ id: string }> => {
    const headers = { cookie, origin: url.origin, 'content-type': 'application/json' };
    const answer = await fetch(new URL(where, url), { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw new Error(`POST ${where}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  const numbers = Array.from({ length: services }, (_, index) => index).values();
  const work = async () => {
    for (const index of numbers) {
      const { id } = await make('/api/monitoring/services', { name: `service-${index}`, description: 'What customers see first', team: `team-${index % 20}`, tier: 1 + (index % 4) });
      // One in fifty is down.
      await make('/api/monitoring/checks', { name: `check-${index}`, serviceId: id, kind: 'http', settings: { url: index % 50 === 0 ? `${target}missing` : target } });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  execFileSync(process.execPath, ['server/start.mjs', '--build-only'], { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' });
  await measureServicesList();
}

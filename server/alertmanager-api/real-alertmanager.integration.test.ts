import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { findProgram } from '@/server/test-programs';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';

const program = findProgram('prometheus-alertmanager');
let nines: TestRuntime;
let alertmanager: ChildProcess;
let directory: string;
let key: string;
/** The real one first. */
let origins: [string, string];

beforeAll(async () => {
  if (!program) return;
  nines = await startTestRuntime();
  key = await nines.keyOf(nines.tenants.alpha, ...permissions);
  directory = await mkdtemp(path.join(os.tmpdir(), 'nines-alertmanager-'));
  const port = await freePort();
  const config = path.join(directory, 'alertmanager.yml');
  await writeFile(config, JSON.stringify({ route: { receiver: 'Everything' }, receivers: [{ name: 'Everything' }] }));
  const flags = [`--config.file=${config}`, `--storage.path=${path.join(directory, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address=', '--log.level=error'];
  alertmanager = spawn(program, flags, { stdio: 'ignore' });
  origins = [`http://127.0.0.1:${port}`, nines.origin];
  await vi.waitFor(async () => expect((await fetch(`${origins[0]}/-/ready`)).status).toBe(200), { timeout: 20_000, interval: 100 });
});
afterAll(async () => {
  if (!program) return;
  const stopped = new Promise((resolve) => alertmanager.once('exit', resolve));
  alertmanager.kill('SIGKILL');
  await stopped;
  await nines.close();
  await rm(directory, { recursive: true, force: true });
});

interface Answered {
  status: number;
  body: unknown;
}

async function ask(origin: string, method: string, route: string, body?: unknown): Promise<Answered> {
  const headers = { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await fetch(`${origin}/api/v2/${route}`, { method, headers, body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

const both = (method: string, route: string, body?: unknown) => Promise.all(origins.map((origin) => ask(origin, method, route, body)));

/** Times of now, ids, and a field of newer versions are each program's own. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !['updatedAt', 'mutedBy', 'id', 'receivers'].includes(name));
  return Object.fromEntries(kept.map(([name, each]) => [name, typeof each === 'string' ? momentOf(each) : comparable(each)]));
}

/** The same moment in whatever zone; what is about now differs by the time between two requests. */
function momentOf(text: string): string | number {
  const timeMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(timeMs)) return text;
  return Math.abs(timeMs - Date.now()) < 3_600_000 ? 'about now' : timeMs;
}

const at = (fromNowMs: number) => new Date(Date.now() + fromNowMs).toISOString();
const day = 86_400_000;
const matcher = { name: 'alertname', value: 'Disk', isRegex: false, isEqual: true };
const silence = { matchers: [matcher], startsAt: at(-day), endsAt: at(day), createdBy: 'alice', comment: 'new disks' };

describe.skipIf(!program)('beside a real Alertmanager', () => {
  it('keeps the right alerts of a request and names what is wrong with the others, word for word', async () => {
    const alerts = [
      { labels: { alertname: 'Disk', instance: 'web-1', empty: '' }, annotations: { summary: 'full' }, startsAt: '2026-01-05T03:00:00.123456+01:00', generatorURL: 'http://prometheus.example/graph?g0.expr=x' },
      { labels: {} },
      { labels: { alertname: '' } },
      { labels: { alertname: 'Backwards' }, startsAt: '2026-01-05T03:00:00Z', endsAt: '2026-01-05T02:00:00Z' },
      { labels: { alertname: 'Ended' }, startsAt: '2026-01-05T03:00:00Z', endsAt: '2026-01-05T04:00:00Z' },
      { labels: { alertname: 'Dateless', instance: 'web-2' }, startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z' },
    ];
    const [real, ours] = await both('POST', 'alerts', alerts);
    expect(ours).toEqual(real);
    expect(ours?.status).toBe(400);
    const [shown, own] = await both('GET', 'alerts');
    expect(comparable(own)).toEqual(comparable(shown));
    expect(own?.body).toHaveLength(2);
  });

  const queries = [
    'alerts?filter=alertname%3DDisk', 'alerts?filter=alertname%3D~%22D.*%22&filter=instance!%3Dweb-1', 'alerts?filter=missing%3D', 'alerts?filter=missing!%3D',
    'alerts?active=false', 'alerts?silenced=false', 'alerts?inhibited=false&unprocessed=false', 'alerts?receiver=Every.*', 'alerts?receiver=nobody', 'silences', 'silences?filter=alertname%3DDisk',
    'silence/00000000-0000-4000-8000-000000000000', 'silence/none', 'nothing',
  ];
  it.each(queries)('answers GET %s alike', async (route) => {
    const [real, ours] = await both('GET', route);
    // Nines has no channel yet: an alert without a receiver meets no filter of receivers.
    const expected = route === 'alerts?receiver=Every.*' ? { status: 200, body: [] } : real;
    expect(comparable(ours)).toEqual(comparable(expected));
  });

  const refused: [what: string, method: string, route: string, body?: unknown][] = [
    ['an alert without labels', 'POST', 'alerts', [{ startsAt: '2026-01-05T03:00:00Z' }]],
    ['a link that is none', 'POST', 'alerts', [{ labels: { alertname: 'x' }, generatorURL: 'not a url' }]],
    ['nothing', 'POST', 'alerts', ''],
    ['no alert, which is right', 'POST', 'alerts', []],
    ['a silence without matchers', 'POST', 'silences', { ...silence, matchers: [] }],
    ['a silence without a comment', 'POST', 'silences', { ...silence, comment: undefined }],
    ['a silence that matches everything', 'POST', 'silences', { ...silence, matchers: [{ ...matcher, value: '' }] }],
    ['a silence that ends before it begins', 'POST', 'silences', { ...silence, endsAt: at(-2 * day) }],
    ['a silence of the past', 'POST', 'silences', { ...silence, endsAt: at(-1_000) }],
    ['a change of a silence that there is not', 'POST', 'silences', { ...silence, id: '00000000-0000-4000-8000-000000000000' }],
    ['a change of a silence whose id is none', 'POST', 'silences', { ...silence, id: 'none' }],
    ['the end of a silence that there is not', 'DELETE', 'silence/00000000-0000-4000-8000-000000000000'],
    ['the end of a silence whose id is none', 'DELETE', 'silence/none'],
  ];
  it.each(refused)('answers %s alike', async (_, method, route, body) => {
    const [real, ours] = await both(method, route, body);
    expect(ours).toEqual(real);
  });

  const roughly: [what: string, method: string, route: string, body: unknown][] = [
    ['a time that is none', 'POST', 'alerts', [{ labels: { alertname: 'x' }, startsAt: 'yesterday' }]],
    ['an object', 'POST', 'alerts', {}],
    ['half of a list', 'POST', 'alerts', '['],
    ['a label that is a number', 'POST', 'alerts', [{ labels: { alertname: 3 } }]],
    ['an expression that is none', 'POST', 'silences', { ...silence, matchers: [{ ...matcher, value: '[', isRegex: true }] }],
    ['an expression for receivers that is none', 'GET', 'alerts?receiver=%5B', undefined],
    ['a method that is not served', 'DELETE', 'alerts', undefined],
  ];
  it.each(roughly)('refuses %s with the same status and in the same form', async (_, method, route, body) => {
    const [real, ours] = await both(method, route, body);
    const formOf = (answered: Answered | undefined) => ({ status: answered?.status, body: typeof answered?.body === 'string' ? 'text' : Object.keys(answered?.body ?? {}) });
    expect(formOf(ours)).toEqual(formOf(real));
  });

  it('makes, changes, replaces and ends silences alike', async () => {
    const made = await both('POST', 'silences', silence);
    const ids = made.map(({ body }) => (body as { silenceID: string }).silenceID);
    const each = (run: (origin: string, id: string) => Promise<Answered>) => Promise.all(origins.map((origin, index) => run(origin, ids[index] ?? '')));
    const alike = async (run: (origin: string, id: string) => Promise<Answered>) => {
      const [real, ours] = await each(run);
      expect(comparable(ours)).toEqual(comparable(real));
      return ours;
    };
    expect(await alike((origin, id) => ask(origin, 'GET', `silence/${id}`))).toMatchObject({ status: 200, body: { status: { state: 'active' }, createdBy: 'alice' } });
    const started = await each(async (origin, id) => ask(origin, 'GET', `silence/${id}`));
    const longer = await Promise.all(origins.map((origin, index) => ask(origin, 'POST', 'silences', { ...silence, ...(started[index]?.body as object), endsAt: at(2 * day), comment: 'longer' })));
    expect(longer.map(({ body }) => (body as { silenceID: string }).silenceID)).toEqual(ids);
    const replaced = await each(async (origin, id) => ask(origin, 'POST', 'silences', { ...silence, id, matchers: [{ ...matcher, value: 'D.*', isRegex: true }] }));
    for (const [index, { status, body }] of replaced.entries()) {
      expect(status).toBe(200);
      expect((body as { silenceID: string }).silenceID).not.toBe(ids[index]);
    }
    expect(await alike((origin) => ask(origin, 'GET', 'silences'))).toMatchObject({ body: [{ status: { state: 'active' } }, { status: { state: 'expired' } }] });
    expect(await alike((origin) => ask(origin, 'GET', 'silences?filter=alertname%3D~%22D.*%22'))).toMatchObject({ body: [{ comment: 'new disks' }] });
    const later = await both('POST', 'silences', { ...silence, startsAt: at(day), endsAt: at(2 * day) });
    const ended = await Promise.all(origins.map((origin, index) => ask(origin, 'DELETE', `silence/${(later[index]?.body as { silenceID: string }).silenceID}`)));
    expect(ended).toEqual([{ status: 200, body: null }, { status: 200, body: null }]);
    await alike((origin, id) => ask(origin, 'DELETE', `silence/${id}`));
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

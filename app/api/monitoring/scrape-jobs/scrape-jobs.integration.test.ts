import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createLog } from '@/server/log';
import { prometheusTargets } from '@/server/scrape/prometheus-targets';
import { createScraping } from '@/server/scrape/scraping';
import { collectingStore } from '@/server/scrape/test-collecting-store';
import { startTarget, type TestTarget } from '@/server/scrape/test-target';

let nines: TestRuntime;
let target: TestTarget;
const cookies = new Map<string, string>();

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  target = await startTarget('# TYPE a gauge\na 1\nb{c="d"} 2\n');
  for (const person of ['alice', 'bob', 'victor', 'charlie'] as const) cookies.set(person, (await nines.openSession(nines.cast[person])).cookie);
});
afterAll(async () => {
  await target.close();
  await nines.close();
});

/** What is read of the answers; each has its part of it. */
interface Body {
  id: string;
  version: number;
  settings: { name: string; isEnabled: boolean };
  targets: { health: string }[];
  counts: Record<string, number>;
  jobs: { settings: { name: string } }[];
  yaml: string;
}

interface Answer {
  status: number;
  body: Body;
}

async function call(person: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${nines.origin}/api/monitoring/${path}`, {
    method,
    headers: { cookie: cookies.get(person) ?? '', 'content-type': 'application/json', 'x-request-id': `${person}-${method}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

let made = 0;
const job = (changed: object = {}) => ({ name: `job ${(made += 1)}`, scrapeIntervalMs: 1_000, staticConfigs: [{ targets: [target.address] }], ...changed });
const create = async (changed: object = {}) => (await call('alice', 'POST', 'scrape-jobs', job(changed))).body;
const secretJob = () => job({ auth: { type: 'basic', username: 'u', password: 'hunter2' }, headers: [{ name: 'X-Key', value: 'hunter3' }] });
const auditOf = (id: string) =>
  nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, async (tx) =>
    (await tx.auditEntry.findMany({ orderBy: { at: 'asc' }, omit: { seq: true } })).filter(({ before, after }) => JSON.stringify([before, after]).includes(id)),
  );

async function until<T>(look: () => T | Promise<T>, isEnough: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await look();
    if (isEnough(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a scrape job', () => {
  it('is created, scraped at once, and audited', async () => {
    const { status, body } = await call('alice', 'POST', 'scrape-jobs', job({ name: 'first' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: 1, settings: { name: 'first', scrapeTimeoutMs: 1_000, staticConfigs: [{ targets: [target.address], labels: {} }] } });
    const { targets, counts } = await until(async () => (await call('alice', 'GET', 'scrape-targets?job=first')).body, ({ targets: [one] }) => one?.health === 'up');
    expect(targets).toEqual([expect.objectContaining({ jobId: body.id, job: 'first', labels: { instance: target.address, job: 'first' }, lastError: null, samplesScraped: 2, samplesKept: 2 })]);
    expect(counts).toEqual({ up: 1, down: 0, unknown: 0 });
    const stored = await until(
      () => nines.runtime.metrics.query(nines.tenants.alpha, { expr: 'b{job="first"} + on() up{job="first"}', timeMs: Date.now() }),
      ({ result }) => result.type === 'vector' && result.series.length > 0,
    );
    expect(stored.result).toMatchObject({ series: [{ value: 3 }] });
    expect(await auditOf(body.id)).toMatchObject([{ action: 'scrape_job.create', actor: { kind: 'user', id: nines.cast.alice.id }, before: null, after: { id: body.id, version: 1, name: 'first' }, requestId: 'alice-POST' }]);
  });

  it('is changed from the version that was read, and runs as it is now', async () => {
    const { id, version } = await create();
    const name = `renamed ${made}`;
    const { status, body } = await call('alice', 'PUT', `scrape-jobs/${id}`, { version, job: job({ name }) });
    expect([status, body.version, body.settings.name]).toEqual([200, 2, name]);
    expect((await call('alice', 'GET', `scrape-jobs/${id}`)).body).toEqual(body);
    expect(nines.runtime.scrape.targets(nines.tenants.alpha).filter(({ jobId }) => jobId === id)).toMatchObject([{ job: name, labels: { job: name } }]);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'scrape_job.update', before: { version: 1 }, after: { version: 2, name, isSecretChanged: false } });
  });

  it('is deleted with its targets, and its series end', async () => {
    const { id, settings } = await create();
    const up = () => nines.runtime.metrics.query(nines.tenants.alpha, { expr: `up{job="${settings.name}"}`, timeMs: Date.now() });
    await until(up, ({ result }) => result.type === 'vector' && result.series.length === 1);
    expect((await call('alice', 'DELETE', `scrape-jobs/${id}`)).body).toEqual({ deleted: true });
    expect((await up()).result).toMatchObject({ series: [] });
    expect(nines.runtime.scrape.targets(nines.tenants.alpha).filter(({ jobId }) => jobId === id)).toEqual([]);
    expect((await call('alice', 'GET', `scrape-jobs/${id}`)).status).toBe(404);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'scrape_job.delete', before: { id }, after: null });
  });

  it('that is switched off is not run', async () => {
    const { id, settings } = await create({ isEnabled: false });
    expect(settings.isEnabled).toBe(false);
    expect(nines.runtime.scrape.discovery(nines.tenants.alpha).filter(({ jobId }) => jobId === id)).toEqual([]);
  });

  it('has a name of its own in its tenant', async () => {
    const { settings, id } = await create();
    expect(await call('alice', 'POST', 'scrape-jobs', job({ name: settings.name }))).toMatchObject({ status: 409, body: { detail: expect.stringContaining('already a scrape job') } });
    const other = await create();
    expect((await call('alice', 'PUT', `scrape-jobs/${other.id}`, { version: 1, job: job({ name: settings.name }) })).status).toBe(409);
    expect((await call('charlie', 'POST', 'scrape-jobs', job({ name: settings.name, staticConfigs: [] }))).status).toBe(200);
    expect((await call('alice', 'GET', `scrape-jobs/${id}`)).body.version).toBe(1);
  });

  it('of another tenant does not exist', async () => {
    const { id, settings } = await create();
    const answers = [
      await call('charlie', 'GET', `scrape-jobs/${id}`),
      await call('charlie', 'PUT', `scrape-jobs/${id}`, { version: 1, job: job() }),
      await call('charlie', 'DELETE', `scrape-jobs/${id}`),
      await call('charlie', 'POST', 'scrape-jobs/test', { job: job(), id }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    const lists = [await call('charlie', 'GET', 'scrape-jobs'), await call('charlie', 'GET', 'scrape-targets')];
    expect(JSON.stringify(lists)).not.toContain(settings.name);
    expect(await call('alice', 'GET', `scrape-jobs/${id}`)).toMatchObject({ status: 200, body: { version: 1 } });
  });

  it.each(['bob', 'victor'])('is nothing for %s, who holds no permission', async (person) => {
    const { id } = await create();
    const answers = await Promise.all([
      call(person, 'GET', 'scrape-jobs'), call(person, 'POST', 'scrape-jobs', job()), call(person, 'GET', `scrape-jobs/${id}`),
      call(person, 'PUT', `scrape-jobs/${id}`, { version: 1, job: job() }), call(person, 'DELETE', `scrape-jobs/${id}`),
      call(person, 'POST', 'scrape-jobs/test', { job: job() }), call(person, 'POST', 'scrape-jobs/import', { yaml: 'job_name: a' }), call(person, 'GET', 'scrape-targets'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(403));
  });

  it('changed by five at the same moment is changed once; the others get a conflict', async () => {
    const { id } = await create();
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('alice', 'PUT', `scrape-jobs/${id}`, { version: 1, job: job() })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect((await call('alice', 'DELETE', `scrape-jobs/${id}?version=1`)).status).toBe(409);
    expect((await call('alice', 'DELETE', `scrape-jobs/${id}?version=2`)).status).toBe(200);
  });

  it('that does not exist is not found', async () => {
    expect((await call('alice', 'PUT', `scrape-jobs/${randomUUID()}`, { version: 1, job: job() })).status).toBe(404);
    expect((await call('alice', 'GET', 'scrape-jobs/1')).status).toBe(400);
  });
});

describe('the secrets of a job', () => {
  it('never come out: not by an answer, the audit trail, an export or the database', async () => {
    const created = await call('alice', 'POST', 'scrape-jobs', secretJob());
    const { id } = created.body;
    await call('alice', 'PUT', `scrape-jobs/${id}`, { version: 1, job: job({ auth: { type: 'basic', username: 'u' }, headers: [{ name: 'X-Key' }] }) });
    const row = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.scrapeJob.findUniqueOrThrow({ where: { id } }));
    const seen = [created, await call('alice', 'GET', 'scrape-jobs'), await call('alice', 'GET', `scrape-jobs/${id}`), await call('alice', 'GET', 'scrape-targets'), await auditOf(id), row];
    expect(created.body.settings).toMatchObject({ auth: { type: 'basic', username: 'u', hasPassword: true }, headers: [{ name: 'X-Key', hasValue: true }] });
    expect(JSON.stringify(seen)).not.toMatch(/hunter[23]/);
  });

  it('are sent to the target, stay when they are left out, and change when they are given', async () => {
    const { id } = (await call('alice', 'POST', 'scrape-jobs', secretJob())).body;
    const sent = async (version: number, auth: object) => {
      expect((await call('alice', 'PUT', `scrape-jobs/${id}`, { version, job: job({ metricsPath: `/${id}/${version}`, auth }) })).status).toBe(200);
      const request = await until(() => target.requests.find(({ url }) => url === `/${id}/${version}`), (found) => found !== undefined);
      return Buffer.from(request?.headers.authorization?.slice(6) ?? '', 'base64').toString();
    };
    expect(await sent(1, { type: 'basic', username: 'v' })).toBe('v:hunter2');
    expect(await sent(2, { type: 'basic', username: 'v', password: 'new' })).toBe('v:new');
    expect((await auditOf(id)).map(({ after }) => (after as { isSecretChanged?: boolean }).isSecretChanged)).toEqual([undefined, true, true]);
  });

  it('that are missing are asked for', async () => {
    const answer = await call('alice', 'POST', 'scrape-jobs', job({ auth: { type: 'bearer' } }));
    expect(answer).toMatchObject({ status: 400, body: { issues: [{ path: 'body.auth.token', message: 'Give this secret; none is stored.' }] } });
  });
});

describe('trying a job', () => {
  it('shows what would be stored and stores nothing', async () => {
    const { status, body } = await call('alice', 'POST', 'scrape-jobs/test', { job: job({ name: 'tried' }) });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      targets: [{ isUp: true, error: null, status: 200, samplesScraped: 2, samplesKept: 2, samples: [{ series: expect.stringContaining('a{'), value: '1' }, { value: '2' }] }],
      notTried: 0, dropped: 0, faults: [],
    });
    expect(JSON.stringify((await call('alice', 'GET', 'scrape-targets')).body)).not.toContain('tried');
  });

  it('says what is wrong, tries a few targets only, and sends the secrets of the stored job', async () => {
    const targets = ['169.254.169.254', ...Array.from({ length: 9 }, (_, index) => `${target.address.replace('127.0.0.1', `127.0.0.${index + 1}`)}`)];
    const staticConfigs = [{ targets }];
    const { id } = (await call('alice', 'POST', 'scrape-jobs', { ...secretJob(), isEnabled: false, staticConfigs })).body;
    const { body } = await call('alice', 'POST', 'scrape-jobs/test', { id, job: job({ metricsPath: `/try/${id}`, auth: { type: 'basic', username: 'w' }, staticConfigs }) });
    expect(body).toMatchObject({ notTried: 5, targets: [{ isUp: false, error: expect.stringContaining('does not connect') }, { isUp: true }, { isUp: false }, { isUp: false }, { isUp: false }] });
    expect(target.requests.find(({ url }) => url === `/try/${id}`)?.headers.authorization).toBe(`Basic ${Buffer.from('w:hunter2').toString('base64')}`);
    const audited = await auditOf(id);
    expect(audited.at(-1)).toMatchObject({ action: 'scrape_job.test', actor: { kind: 'user', id: nines.cast.alice.id }, after: { id, metricsPath: `/try/${id}` } });
    expect(JSON.stringify(audited)).not.toMatch(/hunter[23]/);
  });

  it('or changing it never sends the secrets that are stored to another place', async () => {
    const thief = await startTarget('a 1\n');
    const { id } = (await call('alice', 'POST', 'scrape-jobs', secretJob())).body;
    const moved = job({ auth: { type: 'basic', username: 'u' }, headers: [{ name: 'X-Key' }], staticConfigs: [{ targets: [thief.address] }] });
    const issues = ['headers.0.value', 'auth.password'].map((path) => ({ path: `body.${path}`, message: 'Enter the secret again: the job now goes to another place.' }));
    expect(await call('alice', 'POST', 'scrape-jobs/test', { id, job: moved })).toMatchObject({ status: 400, body: { issues } });
    expect(await call('alice', 'PUT', `scrape-jobs/${id}`, { version: 1, job: moved })).toMatchObject({ status: 400, body: { issues } });
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['scrape_job.create']);
    expect(thief.requests).toHaveLength(0);
    await thief.close();
  });
});

describe('an import', () => {
  const yaml = (name: string) => `scrape_configs:\n  - job_name: ${name}\n    static_configs: [{ targets: ['${target.address}'] }]\n  - job_name: ${name} k8s\n    kubernetes_sd_configs: [{ role: pod }]\n`;

  it('creates what can be, says why not of the rest, and creates nothing twice', async () => {
    expect((await call('alice', 'POST', 'scrape-jobs/import', { yaml: yaml('imported'), mode: 'check' })).body.jobs).toMatchObject([{ id: null, issues: [] }, { issues: [{}] }]);
    const { body } = await call('alice', 'POST', 'scrape-jobs/import', { yaml: yaml('imported') });
    expect(body.jobs).toMatchObject([
      { name: 'imported', id: expect.any(String), issues: [] },
      { name: 'imported k8s', id: null, issues: [{ path: 'scrape_configs.1.kubernetes_sd_configs', message: expect.stringContaining('is not supported') }] },
    ]);
    expect((await call('alice', 'POST', 'scrape-jobs/import', { yaml: yaml('imported') })).body.jobs[0]).toMatchObject({ id: null, issues: [{ path: 'job_name' }] });
    const listed = (await call('alice', 'GET', 'scrape-jobs')).body;
    expect(listed.jobs.filter(({ settings }) => settings.name === 'imported')).toHaveLength(1);
    expect(listed.yaml).toContain('job_name: imported\n');
  });

  it('of what is no configuration is refused', async () => {
    expect((await call('alice', 'POST', 'scrape-jobs/import', { yaml: 'hello' })).status).toBe(400);
  });
});

describe('targets', () => {
  it('are told as /api/v1/targets tells them', async () => {
    const { settings } = await create({ relabelConfigs: [{ sourceLabels: ['__address__'], regex: 'dropped.*', action: 'drop' }], staticConfigs: [{ targets: [target.address, 'dropped:1'] }] });
    const found = await until(() => prometheusTargets(nines.runtime.scrape, nines.tenants.alpha), ({ activeTargets }) => activeTargets.some(({ scrapePool, health }) => scrapePool === settings.name && health === 'up'));
    expect(found.activeTargets.find(({ scrapePool }) => scrapePool === settings.name)).toEqual({
      discoveredLabels: { __address__: target.address, __metrics_path__: '/metrics', __scheme__: 'http', __scrape_interval__: '1s', __scrape_timeout__: '1s', job: settings.name },
      labels: { instance: target.address, job: settings.name },
      scrapePool: settings.name, scrapeUrl: `http://${target.address}/metrics`, globalUrl: `http://${target.address}/metrics`,
      lastError: '', lastScrape: expect.stringMatching(/^20\d\d-.*Z$/) as string, lastScrapeDuration: expect.any(Number) as number, health: 'up', scrapeInterval: '1s', scrapeTimeout: '1s',
    });
    expect(found.droppedTargets).toContainEqual({ discoveredLabels: expect.objectContaining({ __address__: 'dropped:1' }) as object, scrapePool: settings.name });
    expect(found.droppedTargetCounts[settings.name]).toBe(1);
    expect(prometheusTargets(nines.runtime.scrape, nines.tenants.beta).activeTargets).toEqual([]);
  });
});

describe('several processes on one database', () => {
  it('scrape once: the second takes over when the first is gone, and hears of changes meanwhile', async () => {
    const options = { database: nines.database, connection: nines.connection, sealer: nines.runtime.scrape.sealer, filesDir: '/nowhere', log: createLog('silent') };
    const second = createScraping({ ...options, store: collectingStore() });
    await second.start();
    expect(second.targets(nines.tenants.alpha)).toEqual([]);
    const { id } = await create();
    expect(second.targets(nines.tenants.alpha)).toEqual([]);
    await nines.runtime.scrape.stop();
    const taken = await until(() => second.targets(nines.tenants.alpha), (targets) => targets.length > 0);
    expect(taken.some(({ jobId }) => jobId === id)).toBe(true);
    await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.scrapeJob.deleteMany());
    await until(() => second.targets(nines.tenants.alpha), (targets) => targets.length === 0);
    await second.stop();
  });
});

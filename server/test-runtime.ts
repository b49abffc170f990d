import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from 'next-auth/jwt';
import type { Permission, Role } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import type { HealthReading } from '@/lib/health/metrics';
import type { HealthSample } from '@/lib/health/sample';
import { createAlertmanagerApi } from './alertmanager-api/alertmanager-api';
import { createAlerting } from './alerts/alerting';
import { createChannelSender } from './alerts/channels/send';
import { createAccessCache } from './auth/access-cache';
import { listenToAccess } from './auth/access-listener';
import { createKey } from './auth/keys';
import { hashPassword } from './auth/passwords';
import { createChecking } from './checks/checking';
import { readConfig } from './config';
import type { Database } from './database/database';
import { createTestDatabase, type TestDatabase } from './database/test-database';
import { createLiveHealth } from './health/live-health';
import { openHttpServer } from './http/http-server';
import { createByteBudget } from './http/byte-budget';
import { clientAddress } from './http/client-address';
import { createListener } from './http/listener';
import { createOperations } from './http/operations';
import { createRequestStats } from './http/request-stats';
import { createRouteTable, type RouteModules } from './http/route-table';
import { createWireTable } from './http/wire';
import { followLimits } from './limits/follow-settings';
import { createRateLimits } from './limits/rate-limits';
import { createLog } from './log';
import { MetricEngine } from './metrics/engine/metric-engine';
import { createIngestApi } from './prometheus-api/ingest-api';
import { heldBodyBytes } from './prometheus-api/ingest-limits';
import { createPrometheusApi } from './prometheus-api/prometheus-api';
import { createHub } from './realtime/hub';
import { createRetention } from './retention/retention';
import { setRuntime, type Runtime } from './runtime';
import { prometheusTargets } from './scrape/prometheus-targets';
import { createScraping } from './scrape/scraping';
import { createSealer } from './secrets/sealed';
import { listenToSettings } from './settings/listen-to-settings';
import { separateHosts } from './status-pages/separate-hosts';
import { createStatusPages } from './status-pages/status-pages';
import { createSubscriberPages } from './status-pages/subscribers/subscriber-pages';
import { createWebhookTransport } from './status-pages/subscribers/webhook-transport';

export interface Person {
  id: string;
  email: string;
  tenant: Caller['tenant'];
  role: Role;
}

/** Alice owns Alpha, Bob and Victor belong to it without any permission, Charlie owns Beta. */
export interface Cast {
  alice: Person;
  bob: Person;
  victor: Person;
  charlie: Person;
}

export const castPassword = 'correct horse battery staple';

export interface OpenSession {
  id: string;
  /** The Cookie header that a browser would send. */
  cookie: string;
}

export interface TestRuntime extends Omit<TestDatabase, 'drop'> {
  runtime: Runtime;
  engine: MetricEngine;
  server: Server;
  /** Where the server listens. */
  origin: string;
  cast: Cast;
  openSession(person: Person, state?: { expiresAt?: Date; revokedAt?: Date }): Promise<OpenSession>;
  keyOf(tenant: Caller['tenant'], ...scopes: Permission[]): Promise<string>;
  close(): Promise<void>;
}

const authSecret = 'the-secret-of-the-tests-with-43-characters-';
const encryptionKey = Buffer.alloc(32, 1).toString('base64url');

/** Nines as `server/main.ts` wires it, with the cast in it, on a real database and a real port; only Next's pages are left out. */
export async function startTestRuntime({ routes = {} }: { routes?: RouteModules } = {}): Promise<TestRuntime> {
  const { drop, ...test } = await createTestDatabase();
  const { database, tenants, connection } = test;
  const log = createLog('silent');
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent' });
  const http = await openHttpServer(config.host, config.port);
  const requests = createRequestStats(http.connections);
  const access = createAccessCache(database);
  const limits = createRateLimits();
  const mayOpen = (handshake: IncomingMessage) => limits.admitHandshake(clientAddress(handshake, config.trustProxy), Date.now());
  const hub = createHub(http.server, { access, authSecret, log, publicUrl: null, isDevelopment: false, mayOpen });
  const listener = listenToAccess(connection, {
    log,
    onChange: (userId) => {
      access.forget();
      void hub.recheck(userId);
    },
  });
  await listener.ready;
  const metrics = await MetricEngine.open({ pool: database.pool, owner: database.owner, connection, log });
  const retention = createRetention({ database, engine: metrics, config, tenant: tenants.alpha, log });
  const limitsChanged = followLimits({ database, tenant: tenants.alpha, limits, log });
  const settingsListener = listenToSettings(connection, {
    log,
    onChange: (changed) => {
      limitsChanged(changed);
      if (!changed || changed.section === 'retention') void retention.follow();
    },
  });
  await settingsListener.ready;
  const sealer = createSealer(encryptionKey);
  const scrape = createScraping({ database, connection, store: metrics, sealer, filesDir: config.scrapeFilesDir, log });
  await scrape.start();
  const health = createLiveHealth(tenants.alpha, async () => {
    const sample = healthSample(Date.now());
    health.accept(sample);
    return sample;
  });
  health.accept(healthSample(Date.now()));
  const send = createChannelSender({ database, sealer, allowPrivate: true, log });
  // Not started: a test of rules or notifications drives them by itself.
  const alerting = createAlerting({ database, connection, store: metrics, hub, send, self: { tenant: tenants.alpha, instance: 'web-1' }, onThresholds: () => undefined, url: http.url, log });
  // Not started either.
  const checking = createChecking({ database, connection, store: metrics, hub, sealer, log });
  const wires = createWireTable({
    protocols: [
      createPrometheusApi({ store: metrics, log, version: '0.0.0', startedAtMs: Date.now(), targets: (each) => prometheusTargets(scrape, each) }),
      createIngestApi({ store: metrics, log }),
      createAlertmanagerApi({ database, log, version: '0.0.0', startedAtMs: Date.now() }),
    ],
    budget: createByteBudget(heldBodyBytes),
  });
  const runtime: Runtime = { version: '0.0.0', config, log, database, metrics, engine: metrics, retention, scrape, alerting, checking, sealer, health, access, requests, limits, hub, routes, wires, authSecret, url: http.url };
  setRuntime(runtime);
  const operations = createOperations({ runtime, reasons: () => [], storage: () => metrics.stats() });
  const pages = async (_: unknown, answer: { end(text: string): void }) => answer.end('a page');
  const statusPages = createStatusPages({ database, connection, log, url: http.url, hosts: { ...config, publicUrl: null }, subscribers: createSubscriberPages({ database, sealer, log, policy: createWebhookTransport().policy }) });
  await statusPages.start();
  const answerRequest = createListener({ config, log, requests, limits, routes: createRouteTable(routes), operations, wires, statusPages, pages });
  separateHosts(http.server, statusPages, answerRequest);
  http.serve(answerRequest);
  const keys = new Map<string, Promise<string>>();
  return {
    ...test,
    runtime,
    engine: metrics,
    server: http.server,
    origin: `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`,
    cast: await createCast(database, tenants),
    openSession: (person, state = {}) => openSession(database, person, state),
    // The same scopes are the same key: a tenant may have so many.
    keyOf: (tenant, ...scopes) => {
      const name = [tenant.id, ...scopes].join(' ');
      const made = keys.get(name) ?? createKey(database, tenant, { name: 'of a test', scopes, expiresAt: null, now: Date.now(), requestId: 'test' }).then(({ key }) => key);
      keys.set(name, made);
      return made;
    },
    close: async () => {
      await listener.stop();
      await settingsListener.stop();
      retention.stop();
      await statusPages.stop();
      hub.close();
      http.server.closeAllConnections();
      await http.drain();
      await scrape.stop();
      await metrics.close();
      await drop();
    },
  };
}

/** Puts the cast into a database that has nobody yet. */
export async function createCast(database: Database, { alpha, beta }: TestDatabase['tenants']): Promise<Cast> {
  const passwordHash = await hashPassword(castPassword);
  const join = (name: string, tenant: Caller['tenant'], role: Role) =>
    database.transaction({ kind: 'auth' }, async (tx): Promise<Person> => {
      const email = `${name.toLowerCase()}@example.com`;
      const { id } = await tx.user.create({ data: { email, name, passwordHash } });
      await tx.membership.create({ data: { tenantId: tenant.id, userId: id, role } });
      return { id, email, tenant, role };
    });
  return {
    alice: await join('Alice', alpha, 'OWNER'),
    bob: await join('Bob', alpha, 'MEMBER'),
    victor: await join('Victor', alpha, 'VIEWER'),
    charlie: await join('Charlie', beta, 'OWNER'),
  };
}

async function openSession(database: Database, person: Person, state: { expiresAt?: Date; revokedAt?: Date }): Promise<OpenSession> {
  const inOneHour = new Date(Date.now() + 3_600_000);
  const { id } = await database.transaction({ kind: 'auth' }, (tx) =>
    tx.session.create({ data: { tenantId: person.tenant.id, userId: person.id, expiresAt: inOneHour, ...state } }),
  );
  const token = await encode({ token: { sub: person.id, sessionId: id }, secret: authSecret, maxAge: 3_600 });
  return { id, cookie: `next-auth.session-token=${token}` };
}

/** A caller as the authentication of a request makes it. */
export function callerOf(person: Person, permissions: readonly Permission[], now: number): Caller {
  const { id, email, tenant, role } = person;
  return { tenant, actor: { kind: 'user', id, email, name: null, role, sessionId: randomUUID() }, permissions, now, requestId: 'test' };
}

/** A second of a machine on which every vital can be measured and is well. */
export function healthSample(at: number, changed: { seq?: number; cpu?: number; extra?: HealthReading[] } = {}): HealthSample {
  const instance = 'web-1';
  const reading = (name: HealthReading['name'], value: number, labels: Record<string, string> = {}): HealthReading => ({ name, value, labels: { ...labels, instance } });
  const mount = { mountpoint: '/', device: '/dev/vda1', fstype: 'ext4' };
  return {
    at,
    seq: changed.seq ?? 1,
    latenessMs: 0.4,
    instance,
    readings: [
      reading('system_cpu_usage_percent', changed.cpu ?? 12.5),
      reading('system_cpu_mode_percent', changed.cpu ?? 12.5, { mode: 'user' }),
      reading('system_memory_usage_percent', 40),
      reading('system_memory_usage_bytes', 4 * 2 ** 30),
      reading('system_disk_usage_percent', 55, mount),
      reading('system_disk_usage_bytes', 55e9, mount),
      reading('system_network_bytes_received_total', 123_456, { interface: 'eth0' }),
      reading('system_network_latency_seconds', 0.012, { target: '192.0.2.1:443' }),
      reading('nines_response_time_seconds', 0.02, { percentile: '95' }),
      reading('nines_active_connections', 3),
      reading('nines_error_rate_percent', 0),
      reading('nines_throughput_per_second', 7),
      ...(changed.extra ?? []),
    ],
    unknown: [],
  };
}

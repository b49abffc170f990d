import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import next from 'next';
import { z } from 'zod';
import { routes } from '@/app/api/routes';
import { messageOf } from '@/lib/errors';
import type { HealthSample } from '@/lib/health/sample';
import { createAlertmanagerApi } from './alertmanager-api/alertmanager-api';
import { createAlerting } from './alerts/alerting';
import { createChannelSender } from './alerts/channels/send';
import { thresholdsOf } from './alerts/rules/thresholds';
import { createAuditTrail } from './audit/trail';
import { createAccessCache } from './auth/access-cache';
import { listenToAccess } from './auth/access-listener';
import { platformTenant } from './auth/platform-tenant';
import { createOwnerFromConfig, issueSetupToken } from './auth/setup';
import { createChecking } from './checks/checking';
import { releaseFiles } from './configuration/release-files';
import { createSnapshots } from './configuration/snapshots';
import { watchConfigFiles } from './configuration/watch-files';
import type { Config } from './config';
import { openDataDir } from './data-dir';
import { acquireLock } from './data-dir-lock';
import { loadSecrets } from './data-dir-secrets';
import { connectDatabaseServer } from './database/connect';
import { openDatabase } from './database/database';
import { migrate } from './database/migrate';
import { watchDatabase } from './database/watch';
import { leaveOutDriverWarning } from './driver-warnings';
import { createCollector } from './health/collector';
import { createLiveHealth } from './health/live-health';
import { storedPast } from './health/restore';
import { createSources } from './health/sources';
import { openHttpServer } from './http/http-server';
import { createByteBudget } from './http/byte-budget';
import { clientAddress } from './http/client-address';
import { createListener } from './http/listener';
import { createOperations } from './http/operations';
import { createRequestStats } from './http/request-stats';
import { createRouteTable } from './http/route-table';
import { createWireTable } from './http/wire';
import { createIncidents } from './incidents/engine';
import { followLimits } from './limits/follow-settings';
import { createRateLimits } from './limits/rate-limits';
import type { Log } from './log';
import { appendSamples } from './metrics/append-samples';
import { openMetricStore } from './metrics/open-metric-store';
import { createAddressPolicy } from './outgoing/address-policy';
import { createOutgoingClient } from './outgoing/http-client';
import { createIngestApi } from './prometheus-api/ingest-api';
import { heldBodyBytes } from './prometheus-api/ingest-limits';
import { createPrometheusApi } from './prometheus-api/prometheus-api';
import { createHub } from './realtime/hub';
import { createRetention } from './retention/retention';
import { runProcess } from './run-process';
import { setRuntime, type Runtime } from './runtime';
import { prometheusTargets } from './scrape/prometheus-targets';
import { createScraping } from './scrape/scraping';
import { createSealer } from './secrets/sealed';
import { createSla } from './sla/sla';
import { listenToSettings } from './settings/listen-to-settings';
import { separateHosts } from './status-pages/separate-hosts';
import { createSubscriberSending } from './status-pages/sending-loop';
import { createStatusPages } from './status-pages/status-pages';
import { createSubscriberPages } from './status-pages/subscribers/subscriber-pages';
import { createSubscriberTokens } from './status-pages/subscribers/tokens';
import { createWebhookTransport } from './status-pages/subscribers/webhook-transport';
import type { Shutdown } from './shutdown';

const rootDir = path.resolve(import.meta.dirname, '..');
const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(rootDir, 'package.json'), 'utf8')));
const lateCollectorMs = 10_000;

/** Says what an operator at the terminal wants to read; the log is for machines and goes to standard error. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Wires everything, in the order in which a failure is cheapest to tell. */
async function start(config: Config, log: Log, shutdown: Shutdown): Promise<void> {
  const startedAt = performance.now();
  const dataDir = await openDataDir(config.dataDir);
  const lock = await acquireLock(dataDir, { startedAt: new Date().toISOString() });
  shutdown.add('lock', () => lock.release());
  const secrets = await loadSecrets(dataDir);
  const http = await openHttpServer(config.host, config.port);
  const url = config.publicUrl ?? http.url;
  await lock.update({ url });

  let databaseDown: string | null = null;
  const starting = connectDatabaseServer({
    config,
    dataDir,
    secrets,
    signal: shutdown.signal,
    log: (line) => log.info({ part: 'postgres' }, line),
    onDown: (reason) => {
      databaseDown = `PostgreSQL ended and is being restarted: ${reason}`;
      log.error({ reason }, 'PostgreSQL ended; restarting it');
    },
    onUp: () => (databaseDown = null),
  });
  // Added before it is up: a signal during the start must find it too.
  shutdown.add('postgres', async () => (await starting.catch(() => null))?.embedded?.stop(), 30_000);
  const { connection } = await starting;
  const applied = await migrate(connection, path.join(rootDir, 'prisma'));
  if (applied.length > 0) say(`Database: applied ${applied.join(', ')}`);

  const database = openDatabase(connection, {
    poolSize: 10,
    onError: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  });
  shutdown.add('database', () => database.close());
  const watch = watchDatabase(database);
  shutdown.add('database watch', () => watch.stop());
  const tenant = await platformTenant(database);
  if (config.owner && (await createOwnerFromConfig(database, config.owner, Date.now()))) say(`Owner ${config.owner.email} was created.`);

  const { metrics, engine } = await openMetricStore({ config, database, connection, log });
  shutdown.add('metric store', () => engine?.close(), 30_000);
  const sealer = createSealer(secrets.encryptionKey);
  const scrape = createScraping({ database, connection, store: metrics, sealer, filesDir: config.scrapeFilesDir, log });
  shutdown.add('scraping', () => scrape.stop());

  const instance = config.instance ?? os.hostname();
  const requests = createRequestStats(http.connections);
  const collector = createCollector({
    sources: createSources({ latencyTarget: config.latencyTarget, serviceStats: requests }),
    instance,
    onSample: (sample) => publish(sample),
    log,
  });
  const health = createLiveHealth(tenant, () => collector.collectNow());
  const access = createAccessCache(database);
  const limits = createRateLimits();
  const mayOpen = (handshake: IncomingMessage) => limits.admitHandshake(clientAddress(handshake, config.trustProxy), Date.now());
  const hub = createHub(http.server, { access, authSecret: secrets.authSecret, log, publicUrl: config.publicUrl, isDevelopment: config.mode === 'development', mayOpen });
  shutdown.add('http', () => http.drain());
  shutdown.add('sockets', () => hub.close());
  const accessListener = listenToAccess(connection, {
    log,
    onChange: (userId) => {
      access.forget();
      void hub.recheck(userId);
    },
  });
  shutdown.add('access listener', () => accessListener.stop());
  await accessListener.ready;
  const limitsChanged = followLimits({ database, tenant, limits, log });
  const retention = createRetention({ database, engine, config, tenant, log });
  shutdown.add('retention', () => retention.stop());
  const settingsListener = listenToSettings(connection, {
    log,
    onChange: (changed) => {
      limitsChanged(changed);
      if (!changed || changed.section === 'retention') void retention.follow();
    },
  });
  shutdown.add('settings listener', () => settingsListener.stop());
  await settingsListener.ready;

  const judge = async () => {
    const thresholds = await thresholdsOf(database, tenant);
    health.judgeBy(thresholds);
    return thresholds;
  };
  const incidents = createIncidents({ database, connection, metrics, hub, url, log });
  shutdown.add('incidents', () => incidents.stop(), 20_000);
  const alerting = createAlerting({
    database,
    connection,
    store: metrics,
    hub,
    send: createChannelSender({ database, sealer, allowPrivate: config.outgoingAllowPrivate, log }),
    self: { tenant, instance },
    onThresholds: (tenantId) => {
      if (tenantId !== null && tenantId !== tenant.id) return;
      judge().catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'the thresholds could not be read; Overview keeps those it has'));
    },
    onAlerts: (tenantId) => incidents.wake(tenantId),
    url,
    log,
  });
  shutdown.add('alerting', () => alerting.stop(), 20_000);

  const checking = createChecking({ database, connection, store: metrics, hub, sealer, log });
  shutdown.add('checks', () => checking.stop(), 20_000);
  const sla = createSla({ database, connection, metrics, log });
  shutdown.add('objectives', () => sla.stop());

  const configSources = { database, sealer, url, config, log };
  const snapshots = createSnapshots(configSources, connection);
  shutdown.add('configuration versions', () => snapshots.stop(), 20_000);
  if (config.configPath === null) await releaseFiles(database, new Set());

  const policy = createAddressPolicy({ allowPrivate: config.outgoingAllowPrivate });
  const audit = createAuditTrail({ database, connection, sealer, policy, outgoing: createOutgoingClient({ policy }), hostName: instance, log });
  shutdown.add('audit trail', () => audit.stop(), 20_000);
  const webhooks = createWebhookTransport();
  const statusPages = createStatusPages({ database, connection, log, url, hosts: config, subscribers: createSubscriberPages({ database, sealer, log, policy: webhooks.policy }) });
  shutdown.add('status pages', () => statusPages.stop());
  await statusPages.start();
  const subscribers = createSubscriberSending({ database, connection, sealer, log, policy, webhooks: webhooks.outgoing, tokens: createSubscriberTokens(sealer), url });
  shutdown.add('subscribers', () => subscribers.stop(), 20_000);

  let lossLoggedAt = 0;
  const publish = (sample: HealthSample) => {
    hub.publish(tenant.id, 'health:sampled', health.accept(sample));
    const samples = sample.readings.map((reading) => ({ ...reading, at: sample.at }));
    appendSamples(metrics, tenant, samples).catch((error: unknown) => {
      if (Date.now() - lossLoggedAt < 60_000) return;
      lossLoggedAt = Date.now();
      log.error({ reason: messageOf(error), samples: samples.length }, 'samples of the collector could not be stored');
    });
  };

  const wires = createWireTable({
    protocols: [
      createPrometheusApi({
        store: metrics,
        log,
        version,
        startedAtMs: Date.now(),
        targets: (each) => prometheusTargets(scrape, each),
        rules: (each, parameters) => alerting.evaluator.rulesOf(each, parameters),
        alerts: (each) => alerting.evaluator.alertsOf(each),
      }),
      createIngestApi({ store: metrics, log }),
      createAlertmanagerApi({ database, log, version, startedAtMs: Date.now() }),
    ],
    budget: createByteBudget(heldBodyBytes),
  });
  const runtime: Runtime = { version, config, log, database, metrics, engine, retention, scrape, alerting, checking, sealer, health, access, requests, limits, hub, routes, wires, authSecret: secrets.authSecret, url };
  setRuntime(runtime);
  if (config.configPath !== null) {
    const files = watchConfigFiles(configSources, connection, { configPath: config.configPath, environment: process.env });
    shutdown.add('configuration files', () => files.stop(), 20_000);
  }
  const past = await judge().then((thresholds) => storedPast(metrics, tenant, instance, Date.now(), thresholds)).catch((error: unknown) => {
    log.warn({ reason: messageOf(error) }, 'the last minutes could not be read; the live view begins anew');
    return { ticks: [], status: null };
  });
  health.restore(past);
  collector.start();
  await scrape.start();
  shutdown.add('collector', () => collector.stop());

  // Before the pages are loaded: that keeps the process busy for seconds, in which no transaction may begin in time.
  const token = await issueSetupToken(database);
  const isDevelopment = config.mode === 'development';
  prepareAuthEnvironment(config);
  const app = next({ dev: isDevelopment, dir: rootDir, hostname: config.host, port: config.port, httpServer: http.server });
  await app.prepare();
  shutdown.add('pages', () => app.close());
  const pages = app.getRequestHandler();

  let draining = false;
  const reasons = () => {
    const last = health.latestSample()?.at ?? null;
    return [
      draining ? 'Nines is stopping.' : null,
      databaseDown ?? watch.reason(),
      last === null || Date.now() - last > lateCollectorMs ? 'The collector has no sample of the last 10 seconds.' : null,
    ].filter((reason) => reason !== null);
  };
  const operations = createOperations({ runtime, reasons, storage: () => engine?.stats() ?? null });
  const listener = createListener({ config, log, requests, limits, routes: createRouteTable(routes), operations, wires, statusPages, pages: (message, answer) => pages(message, answer) });
  separateHosts(http.server, statusPages, listener);
  http.serve(listener);
  shutdown.add('readiness', () => void (draining = true));

  say(`Nines is ready at ${url} after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  if (token) say(`\nCreate the owner with this one-time link:\n\n  ${url}/setup?token=${token}\n`);
  // Last, so that its first round of all rules does not compete with the start for the few connections.
  for (const part of [alerting, checking, sla, incidents, subscribers, audit]) {
    // Who stops Nines now has stopped the parts already: none may begin after its end.
    if (shutdown.signal.aborted) return;
    await part.start();
  }
}

/** next-auth reads where it runs from the environment only. */
function prepareAuthEnvironment(config: Config): void {
  if (config.publicUrl) process.env.NEXTAUTH_URL = config.publicUrl;
  else process.env.AUTH_TRUST_HOST = '1';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
}

leaveOutDriverWarning();
await runProcess({ start, say });

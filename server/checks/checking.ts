import type pg from 'pg';
import { z } from 'zod';
import type { Observed } from '@/lib/checks/observer';
import type { ProbeResult } from '@/lib/checks/schemas';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { createChangePublisher } from '@/server/alerts/change-publisher';
import type { Database } from '@/server/database/database';
import { listenForTurn, type TurnListener } from '@/server/database/turn-listener';
import type { Log } from '@/server/log';
import { advisoryLocks } from '@/server/metrics/advisory-locks';
import type { Hub } from '@/server/realtime/hub';
import { systemScrapeClock, type ScrapeClock } from '@/server/scrape/scrape-clock';
import type { Sealer } from '@/server/secrets/sealed';
import { CheckEngine } from './check-engine';
import { expireChecks } from './expire-checks';
import { readHeartbeatsSince, readTenantChecks, tenantsWithChecks } from './stored-checks';

interface CheckingOptions {
  database: Database;
  /** For a connection of its own that listens to changes. */
  connection: pg.ClientConfig;
  store: MetricStore;
  hub: Pick<Hub, 'publish'>;
  sealer: Sealer;
  log: Log;
  clock?: ScrapeClock;
  /** Milliseconds from when a run was due until it began. */
  onStart?: (latenessMs: number) => void;
}

/** Runs the checks of all tenants. */
export interface Checking {
  /** Resolves when the checks run, or when another process runs them. */
  start(): Promise<void>;
  /** Ends without a trace; what was found until now is written. */
  stop(): Promise<void>;
  /** Makes what is stored now what is run. Never rejects: what cannot be read now is read again soon. */
  reload(tenantId?: string): Promise<void>;
  /** Runs a check now and counts what it finds. Null for one that this process does not run. */
  runNow(tenant: TenantRef, id: string): Promise<ProbeResult | null>;
  /** Whether this process can measure what a tenant checks; one that does not run checks says nothing. */
  observer(tenantId: string): Observed;
  /** Writes what was found until now. */
  flush(): Promise<void>;
  /** Runs that are under way. */
  running(): number;
}

const Change = z.object({ table: z.string(), tenantId: z.string() });
const definingTables = new Set(['checks', 'services', 'maintenance_windows']);
/** A storm of changes is read together. */
const gatherMs = 100;
/** Heartbeats are stored with the times of the nodes that took them. */
const heartbeatsOfMs = 60_000;
const expireEveryMs = 600_000;
/** Of one tenant in a row: what is left comes the next time. */
const expireBatches = 50;

export function createChecking({ database, connection, store, hub, sealer, log, clock = systemScrapeClock, onStart }: CheckingOptions): Checking {
  const publisher = createChangePublisher(hub, 'checks:changed');
  let listener: TurnListener | null = null;
  let engine: CheckEngine | null = null;
  let isStopped = false;
  let due: Set<string> | 'all' = new Set();
  let loading: Promise<void> | null = null;
  let turning: Promise<void> = Promise.resolve();
  const called = new Set<string>();
  let gathering: NodeJS.Timeout | null = null;
  let expiring: Promise<void> | null = null;
  let cancelExpiry = () => {};

  async function load(): Promise<void> {
    const asked = due;
    due = new Set();
    if (isStopped || !engine) return;
    try {
      const stored = await tenantsWithChecks(database);
      const known = new Map([...engine.tenants(), ...stored].map((tenant) => [tenant.id, tenant]));
      for (const tenant of known.values()) if (asked === 'all' || asked.has(tenant.id)) await loadTenant(engine, tenant);
    } catch (error) {
      due = 'all';
      throw error;
    }
  }

  async function loadTenant(running: CheckEngine, tenant: TenantRef): Promise<void> {
    const known = (id: string, stamp: string) => {
      const definition = running.definitionOf(id);
      return definition?.stamp === stamp ? definition : null;
    };
    running.setTenant(tenant, await readTenantChecks(database, sealer, log, tenant, known));
  }

  /** A change that comes while one load runs is in the next, which all wait for that ask meanwhile. */
  function reload(tenantId?: string): Promise<void> {
    if (tenantId === undefined) due = 'all';
    else if (due !== 'all') due.add(tenantId);
    const before = loading ?? Promise.resolve();
    const next = before.then(() => ((due === 'all' || due.size > 0) ? load() : undefined)).catch((error: unknown) => log.warn({ err: error }, 'the checks could not be read; trying again soon'));
    loading = next;
    return next;
  }

  function onChange(payload: string | null): void {
    const change = payload === null ? null : changeOf(payload);
    if (!change) return void reload();
    if (change.table === 'check_heartbeats') called.add(change.tenantId);
    else publisher.add(change.tenantId, change.table);
    if (definingTables.has(change.table) && due !== 'all') due.add(change.tenantId);
    if (engine) gathering ??= setTimeout(readGathered, gatherMs);
  }

  function readGathered(): void {
    gathering = null;
    const running = engine;
    const callers = running?.tenants().filter(({ id }) => called.has(id)) ?? [];
    called.clear();
    if (due === 'all') void reload();
    else if (due.size > 0) void reload([...due][0]);
    for (const tenant of callers) {
      readHeartbeatsSince(database, tenant, Date.now() - heartbeatsOfMs)
        .then((heartbeats) => running?.setHeartbeats(heartbeats))
        .catch((error: unknown) => log.warn({ err: error }, 'heartbeats could not be read; they are read with the next change'));
    }
  }

  /** One process does it: the one that runs the checks. */
  function expireSoon(): void {
    cancelExpiry = clock.alarm(expireEveryMs, () => {
      expireSoon();
      expiring ??= expire().catch((error: unknown) => log.warn({ err: error }, 'old results of checks could not be deleted; trying again later')).finally(() => (expiring = null));
    });
  }

  async function expire(): Promise<void> {
    for (const tenant of await tenantsWithChecks(database, 'any')) {
      for (let batches = 0; batches < expireBatches && engine && !isStopped; batches += 1) {
        if (!(await expireChecks(database, tenant, clock.now())).isMore) break;
      }
    }
  }

  async function turn(isTurn: boolean): Promise<void> {
    if (isTurn === (engine !== null) || (isTurn && isStopped)) return;
    const before = engine;
    engine = isTurn ? new CheckEngine({ database, store, log, clock, onStart }) : null;
    cancelExpiry();
    if (isTurn) expireSoon();
    await before?.stop();
    await reload();
  }

  return {
    async start() {
      listener = listenForTurn(connection, {
        name: 'checks',
        channel: 'nines_checks',
        lock: advisoryLocks.checks,
        log,
        onChange,
        onTurn: (isTurn) => void (turning = turning.then(() => turn(isTurn)).catch((error: unknown) => log.error({ err: error }, 'handing checks over failed'))),
      });
      await listener.ready;
      await turning;
      await loading;
    },
    async stop() {
      isStopped = true;
      if (gathering) clearTimeout(gathering);
      await listener?.stop();
      await turning;
      await loading;
      cancelExpiry();
      await expiring;
      await engine?.stop();
      publisher.stop();
    },
    reload,
    runNow: async (tenant, id) => (engine?.definitionOf(id)?.tenant.id === tenant.id ? engine.runNow(id) : null),
    observer: (tenantId) => engine?.observer(tenantId) ?? { isWell: true, reasons: [] },
    flush: async () => engine?.flush(),
    running: () => engine?.running ?? 0,
  };
}

/** Any session of the database may send a notification: one that cannot be read stands for any change. */
function changeOf(payload: string): z.infer<typeof Change> | null {
  try {
    return Change.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

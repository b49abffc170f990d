import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { listenForTurn, type TurnListener } from '@/server/database/turn-listener';
import type { Log } from '@/server/log';
import { advisoryLocks } from '@/server/metrics/advisory-locks';
import type { Hub } from '@/server/realtime/hub';
import type { SendToChannel } from './channels/send';
import { createChangePublisher } from './change-publisher';
import { startDueLoop, type DueLoop } from './due-loop';
import { createDeliverer } from './notify/deliverer';
import { expireHistory } from './notify/expire-history';
import { createNotifier } from './notify/notifier';
import { createEvaluator, type Evaluator } from './rules/evaluator';
import { seedRules } from './rules/seed-rules';
import { createSelfMetrics } from './self-metrics';
import { createTenantTurns } from './tenant-turns';
import { allTenants } from './all-tenants';

export interface AlertingOptions {
  database: Database;
  /** For a connection of its own that listens to changes. */
  connection: pg.ClientConfig;
  store: MetricStore;
  hub: Pick<Hub, 'publish'>;
  send: SendToChannel;
  /** Whose samples are those of Nines itself, and the name of this host on them. */
  self: { tenant: TenantRef; instance: string };
  /** The thresholds of a tenant changed, or may have: null stands for any tenant. On every node. */
  onThresholds: (tenantId: string | null) => void;
  /** Alerts of a tenant or messages about them changed, or may have: null stands for any tenant. On every node. */
  onAlerts?: (tenantId: string | null) => void;
  /** Where people reach Nines, for the links of messages. */
  url: string;
  log: Log;
}

/** Evaluates rules, plans notifications and sends them, for all tenants. */
export interface Alerting {
  evaluator: Evaluator;
  /** Resolves when this process evaluates, or when another one does. */
  start(): Promise<void>;
  /** Ends between two steps: what is under way is finished, what is due is left to the next process. */
  stop(): Promise<void>;
}

const Change = z.object({ table: z.string(), tenantId: z.string() });
const ruleTables = new Set(['alert_rules', 'alert_thresholds']);
/** All rules of all tenants are read when one changes: whoever changes them all the time gets the reading seldom. */
const reloadPauses = 4;
const longestReloadPauseMs = 5_000;
const leadAgainMs = 5_000;
const historyEveryMs = 600_000;
const historyBatches = 50;

export function createAlerting({ database, connection, store, hub, send, self, onThresholds, onAlerts, url, log }: AlertingOptions): Alerting {
  const evaluator = createEvaluator({ database, store, log, url });
  const notifier = createNotifier({ database, log, url });
  const deliverer = createDeliverer({ database, send, nodeId: randomUUID(), url, log });
  const selfMetrics = createSelfMetrics({ owner: database.owner, store, ...self, evaluation: () => evaluator.stats() });
  const publisher = createChangePublisher(hub);
  const tenants = createTenantTurns(() => allTenants(database), (tenant, nowMs) => notifier.tick(tenant, nowMs));
  let listener: TurnListener | null = null;
  let sending: DueLoop | null = null;
  let leading: readonly DueLoop[] = [];
  let evaluating: DueLoop | null = null;
  let planning: DueLoop | null = null;
  let leadingAgain: NodeJS.Timeout | null = null;
  let isStopped = false;
  let turns: Promise<void> = Promise.resolve();
  let historyDueAt = 0;

  const isReloadDue = { rules: false };
  let reloadAt = 0;

  /** What cannot be read again is no reason not to evaluate what is known. */
  async function evaluate(nowMs: number): Promise<{ nextDueMs: number | null }> {
    let failure: { error: unknown } | null = null;
    const beganAt = performance.now();
    if (isReloadDue.rules && beganAt >= reloadAt) {
      isReloadDue.rules = false;
      await evaluator.reload().catch((error: unknown) => {
        isReloadDue.rules = true;
        failure = { error };
      });
      reloadAt = performance.now() + Math.min(longestReloadPauseMs, reloadPauses * (performance.now() - beganAt));
    }
    const { nextDueMs } = await evaluator.tick(nowMs);
    if (failure) throw (failure as { error: unknown }).error;
    if (!isReloadDue.rules) return { nextDueMs };
    const againMs = nowMs + Math.max(0, reloadAt - beganAt);
    return { nextDueMs: nextDueMs === null ? againMs : Math.min(nextDueMs, againMs) };
  }

  async function forget(nowMs: number): Promise<{ nextDueMs: number | null }> {
    if (performance.now() < historyDueAt) return { nextDueMs: null };
    historyDueAt = performance.now() + historyEveryMs;
    for (const tenant of await allTenants(database)) {
      for (let batches = 0; batches < historyBatches && leading.length > 0; batches += 1) {
        const { isMore } = await expireHistory(database, tenant, nowMs);
        if (!isMore) break;
      }
    }
    return { nextDueMs: null };
  }

  async function lead(): Promise<void> {
    if (leading.length > 0) return;
    for (const tenant of await allTenants(database)) {
      await seedRules(database, tenant, Date.now()).catch((error: unknown) => log.error({ tenant: tenant.slug, reason: messageOf(error) }, 'a tenant could not be given the rules that Nines brings along'));
    }
    isReloadDue.rules = true;
    reloadAt = 0;
    tenants.markAll();
    evaluating = startDueLoop({ name: 'evaluating alert rules', run: evaluate, log });
    planning = startDueLoop({ name: 'planning notifications', run: (nowMs) => tenants.run(nowMs), log });
    leading = [evaluating, planning, startDueLoop({ name: 'watching Nines itself', run: (nowMs) => selfMetrics.tick(nowMs), log }), startDueLoop({ name: 'deleting old alerts', run: forget, log })];
  }

  async function follow(): Promise<void> {
    const ended = leading;
    leading = [];
    evaluating = planning = null;
    await Promise.all(ended.map((loop) => loop.stop()));
    await tenants.idle();
    if (ended.length > 0) await evaluator.stop();
  }

  /** Whoever holds the lock and does not lead would leave everybody without alerts: it is tried until it works. */
  function take(isTurn: boolean): void {
    if (leadingAgain) clearTimeout(leadingAgain);
    leadingAgain = null;
    turns = turns.then(isTurn ? lead : follow).catch((error: unknown) => {
      log.error({ err: error }, isTurn ? 'taking over alerting failed and is tried again' : 'handing over alerting failed');
      if (isTurn && !isStopped) leadingAgain = setTimeout(() => take(true), leadAgainMs);
    });
  }

  function onChange(payload: string | null): void {
    const change = payload === null ? null : changeOf(payload);
    if (!change || change.table === 'alert_thresholds') onThresholds(change?.tenantId ?? null);
    if (!change || change.table === 'alerts' || change.table === 'deliveries') onAlerts?.(change?.tenantId ?? null);
    if (!change) {
      isReloadDue.rules = true;
      tenants.markAll();
      evaluating?.wake();
      planning?.wake();
      sending?.wake();
      return;
    }
    publisher.add(change.tenantId, change.table);
    if (change.table === 'deliveries') return sending?.wake();
    if (ruleTables.has(change.table)) {
      isReloadDue.rules = true;
      evaluating?.wake();
    }
    tenants.mark(change.tenantId);
    planning?.wake();
  }

  return {
    evaluator,
    async start() {
      sending = startDueLoop({ name: 'sending notifications', run: (nowMs) => deliverer.tick(nowMs), log });
      listener = listenForTurn(connection, {
        name: 'alerting',
        channel: 'nines_alerting',
        lock: advisoryLocks.alerting,
        log,
        onChange,
        onTurn: take,
      });
      await listener.ready;
      await turns;
    },
    async stop() {
      isStopped = true;
      await listener?.stop();
      if (leadingAgain) clearTimeout(leadingAgain);
      await turns;
      // Side by side: an evaluation that takes its time must not keep a message from being noted as sent.
      await Promise.all([follow(), sending?.stop().then(() => deliverer.stop())]);
      publisher.stop();
    },
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

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import type { MetricStore } from '@/lib/metrics/metric-store';
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

export function createAlerting({ database, connection, store, hub, send, self, onThresholds, url, log }: AlertingOptions): Alerting {
  const evaluator = createEvaluator({ database, store, log, url });
  const notifier = createNotifier({ database, log, url });
  const deliverer = createDeliverer({ database, send, nodeId: randomUUID(), url, log });
  const selfMetrics = createSelfMetrics({ owner: database.owner, store, ...self, evaluation: () => evaluator.stats() });
  const publisher = createChangePublisher(hub);
  const tenants = createTenantTurns(() => allTenants(database), (tenant, nowMs) => notifier.tick(tenant, nowMs));
  let listener: TurnListener | null = null;
  let sending: DueLoop | null = null;
  let leading: { evaluating: DueLoop; planning: DueLoop; watching: DueLoop } | null = null;
  let turns: Promise<void> = Promise.resolve();

  const isReloadDue = { rules: false };
  async function evaluate(nowMs: number): Promise<{ nextDueMs: number | null }> {
    if (isReloadDue.rules) {
      isReloadDue.rules = false;
      await evaluator.reload().catch((error: unknown) => {
        isReloadDue.rules = true;
        throw error;
      });
    }
    return evaluator.tick(nowMs);
  }

  async function lead(): Promise<void> {
    if (leading) return;
    for (const tenant of await allTenants(database)) await seedRules(database, tenant, Date.now());
    isReloadDue.rules = true;
    tenants.markAll();
    leading = {
      evaluating: startDueLoop({ name: 'evaluating alert rules', run: evaluate, log }),
      planning: startDueLoop({ name: 'planning notifications', run: (nowMs) => tenants.run(nowMs), log }),
      watching: startDueLoop({ name: 'watching Nines itself', run: (nowMs) => selfMetrics.tick(nowMs), log }),
    };
  }

  async function follow(): Promise<void> {
    const ended = leading;
    leading = null;
    await Promise.all([ended?.evaluating.stop(), ended?.planning.stop(), ended?.watching.stop()]);
    if (ended) await evaluator.stop();
  }

  function onChange(payload: string | null): void {
    const change = payload === null ? null : Change.safeParse(JSON.parse(payload)).data;
    if (!change || change.table === 'alert_thresholds') onThresholds(change?.tenantId ?? null);
    if (!change) {
      isReloadDue.rules = true;
      tenants.markAll();
      leading?.evaluating.wake();
      leading?.planning.wake();
      sending?.wake();
      return;
    }
    publisher.add(change.tenantId, change.table);
    if (change.table === 'deliveries') return sending?.wake();
    if (ruleTables.has(change.table)) {
      isReloadDue.rules = true;
      leading?.evaluating.wake();
    }
    tenants.mark(change.tenantId);
    leading?.planning.wake();
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
        onTurn: (isTurn) => {
          turns = turns.then(isTurn ? lead : follow).catch((error: unknown) => log.error({ err: error }, 'taking over alerting failed; restart Nines when it does not recover'));
        },
      });
      await listener.ready;
      await turns;
    },
    async stop() {
      await listener?.stop();
      await turns;
      await follow();
      await sending?.stop();
      await deliverer.stop();
      publisher.stop();
    },
  };
}

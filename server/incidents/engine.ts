import type pg from 'pg';
import { z } from 'zod';
import { messageOf } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { allTenants } from '@/server/alerts/all-tenants';
import { createChangePublisher } from '@/server/alerts/change-publisher';
import { startDueLoop, type DueLoop } from '@/server/alerts/due-loop';
import { createTenantTurns } from '@/server/alerts/tenant-turns';
import type { Database } from '@/server/database/database';
import { listenForTurn, type TurnListener } from '@/server/database/turn-listener';
import type { Log } from '@/server/log';
import { advisoryLocks } from '@/server/metrics/advisory-locks';
import type { Hub } from '@/server/realtime/hub';
import { recordIncidents } from './incident-metrics';
import { createIncidentTurn } from './incident-turn';

interface IncidentsOptions {
  database: Database;
  /** For a connection of its own that listens to changes. */
  connection: pg.ClientConfig;
  metrics: MetricStore;
  hub: Pick<Hub, 'publish'>;
  /** Where people reach Nines, for the links of messages. */
  url: string;
  log: Log;
}

/** Declares incidents, pages for them and fills their timelines, for all tenants: in one process of all that share the database. */
export interface Incidents {
  start(): Promise<void>;
  /** Ends between two steps; what is due is left to the next process. */
  stop(): Promise<void>;
  /** Alerts of a tenant changed; null: of any. */
  wake(tenantId: string | null): void;
}

const Change = z.object({ table: z.string(), tenantId: z.string() });
/** Who looks at an incident is news for those who look at it too, and changes nothing else. */
const shownOnly = new Set(['incident_viewers']);
const metricsEveryMs = 15_000;

export function createIncidents({ database, connection, metrics, hub, url, log }: IncidentsOptions): Incidents {
  const publisher = createChangePublisher(hub, 'incidents:changed');
  const turn = createIncidentTurn({ database, url, log });
  const tenants = createTenantTurns(() => allTenants(database), (tenant, nowMs) => turn(tenant, nowMs));
  let listener: TurnListener | null = null;
  let leading: readonly DueLoop[] = [];
  let isEnding = false;
  let turns: Promise<void> = Promise.resolve();

  async function measure(nowMs: number): Promise<{ nextDueMs: number }> {
    for (const tenant of await allTenants(database)) {
      if (isEnding) break;
      await recordIncidents({ database, metrics }, tenant, nowMs).catch((error: unknown) => log.warn({ tenant: tenant.slug, reason: messageOf(error) }, 'the metrics of incidents could not be written'));
    }
    return { nextDueMs: (Math.floor(nowMs / metricsEveryMs) + 1) * metricsEveryMs };
  }

  async function take(isTurn: boolean): Promise<void> {
    isEnding = !isTurn;
    if (isTurn && leading.length === 0) {
      tenants.markAll();
      leading = [startDueLoop({ name: 'declaring and paging incidents', run: (nowMs) => tenants.run(nowMs), log }), startDueLoop({ name: 'counting incidents', run: measure, log })];
    }
    if (isTurn) return;
    const ended = leading;
    leading = [];
    await Promise.all(ended.map((loop) => loop.stop()));
    await tenants.idle();
  }

  function wake(tenantId: string | null): void {
    if (tenantId === null) tenants.markAll();
    else tenants.mark(tenantId);
    leading[0]?.wake();
  }

  function onChange(payload: string | null): void {
    const change = payload === null ? null : changeOf(payload);
    if (change) publisher.add(change.tenantId, change.table);
    if (!change || !shownOnly.has(change.table)) wake(change?.tenantId ?? null);
  }

  return {
    wake,
    async start() {
      listener = listenForTurn(connection, {
        name: 'incidents', channel: 'nines_incidents', lock: advisoryLocks.incidents, log, onChange,
        onTurn: (isTurn) => {
          turns = turns.then(() => take(isTurn)).catch((error: unknown) => log.error({ err: error }, 'taking over or handing over incidents failed'));
        },
      });
      await listener.ready;
      await turns;
    },
    async stop() {
      await listener?.stop();
      await turns;
      await take(false);
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

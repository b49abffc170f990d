import type pg from 'pg';
import { messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import { allTenants } from '@/server/alerts/all-tenants';
import { startDueLoop, type DueLoop } from '@/server/alerts/due-loop';
import { listenForTurn, type TurnListener } from '@/server/database/turn-listener';
import { advisoryLocks } from '@/server/metrics/advisory-locks';
import type { SlaSources } from './measured-objectives';
import { recordBurn } from './record-burn';
import { recordDue } from './record-due';

interface SlaOptions extends SlaSources {
  /** For a connection of its own that settles which process does it. */
  connection: pg.ClientConfig;
}

/** Keeps the figures of objectives, for all tenants, in one process of all that share the database. */
export interface Sla {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Alerts look at what was written in the last two minutes. */
const burnEveryMs = 15_000;
const daysEveryMs = 60_000;
const tenantsAtOnce = 4;

export function createSla({ connection, ...sources }: SlaOptions): Sla {
  const { database, log } = sources;
  let listener: TurnListener | null = null;
  let loops: readonly DueLoop[] = [];
  let isEnding = false;
  let turns: Promise<void> = Promise.resolve();

  /** One tenant's trouble is not that of the others: several are looked after side by side. */
  async function each(what: string, run: (tenant: TenantRef) => Promise<unknown>): Promise<void> {
    const tenants = (await allTenants(database)).values();
    await Promise.all(
      Array.from({ length: tenantsAtOnce }, async () => {
        for (const tenant of tenants) {
          if (isEnding) return;
          await run(tenant).catch((error: unknown) => log.warn({ tenant: tenant.slug, reason: messageOf(error) }, `${what} failed and is tried again`));
        }
      }),
    );
  }

  function every(everyMs: number, name: string, run: (tenant: TenantRef, nowMs: number) => Promise<unknown>): DueLoop {
    let dueAt = 0;
    return startDueLoop({
      name,
      log,
      run: async (nowMs) => {
        if (performance.now() >= dueAt) {
          dueAt = performance.now() + everyMs;
          await each(name, (tenant) => run(tenant, nowMs));
        }
        return { nextDueMs: Date.now() + Math.max(0, dueAt - performance.now()) };
      },
    });
  }

  async function take(isTurn: boolean): Promise<void> {
    isEnding = !isTurn;
    if (isTurn && loops.length === 0) {
      loops = [
        every(burnEveryMs, 'recording how fast budgets are spent', (tenant, nowMs) => recordBurn(sources, tenant, nowMs)),
        every(daysEveryMs, 'recording the days of objectives', (tenant, nowMs) => recordDue(sources, tenant, nowMs)),
      ];
    }
    if (isTurn) return;
    const ended = loops;
    loops = [];
    await Promise.all(ended.map((loop) => loop.stop()));
  }

  return {
    async start() {
      listener = listenForTurn(connection, {
        name: 'objectives',
        channel: 'nines_checks',
        lock: advisoryLocks.sla,
        log,
        onChange: () => undefined,
        onTurn: (isTurn) => {
          turns = turns.then(() => take(isTurn)).catch((error: unknown) => log.error({ err: error }, 'taking over or handing over objectives failed'));
        },
      });
      await listener.ready;
      await turns;
    },
    async stop() {
      await listener?.stop();
      await turns;
      await take(false);
    },
  };
}

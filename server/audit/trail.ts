import type pg from 'pg';
import { messageOf } from '@/lib/errors';
import type { Caller } from '@/lib/context';
import { allTenants } from '@/server/alerts/all-tenants';
import { startDueLoop, type DueLoop } from '@/server/alerts/due-loop';
import { listenForTurn, type TurnListener } from '@/server/database/turn-listener';
import type { Log } from '@/server/log';
import { advisoryLocks } from '@/server/metrics/advisory-locks';
import { makeCheckpoint } from './checkpoints';
import { dueStreams } from './due-streams';
import { removeOld } from './retention';
import { streamTrail, type StreamSources } from './stream-trail';

interface AuditTrailOptions extends StreamSources {
  /** For a connection of its own that settles which process does it. */
  connection: pg.ClientConfig;
  log: Log;
}

/** Signs, shortens and streams the audit trails of all tenants, in one process of all that share the database. */
export interface AuditTrail {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const upkeepEveryMs = 3_600_000;
const tenantsAtOnce = 4;
/** Each entry is told of: those that are written together are sent together. */
const restMs = 250;
const mostBatches = 20;

export function createAuditTrail({ connection, log, ...sources }: AuditTrailOptions): AuditTrail {
  const { database } = sources;
  let listener: TurnListener | null = null;
  let loops: readonly DueLoop[] = [];
  let isEnding = false;
  let turns: Promise<void> = Promise.resolve();

  /** One tenant's trouble is not that of the others: several are looked after side by side. */
  async function each(what: string, tenants: readonly Caller['tenant'][], run: (tenant: Caller['tenant']) => Promise<void>): Promise<void> {
    const left = tenants.values();
    await Promise.all(
      Array.from({ length: tenantsAtOnce }, async () => {
        for (const tenant of left) {
          if (isEnding) return;
          await run(tenant).catch((error: unknown) => log.warn({ tenant: tenant.slug, reason: messageOf(error) }, `${what} failed and is tried again`));
        }
      }),
    );
  }

  async function keepUp(tenant: Caller['tenant'], nowMs: number): Promise<void> {
    const { fault } = await removeOld(sources, tenant, nowMs);
    const broken = fault ?? (await makeCheckpoint(sources, tenant, nowMs));
    if (broken) log.error({ tenant: tenant.slug, entry: broken.seq, reason: broken.sentence }, 'the audit trail is broken; nothing more of it is signed or removed');
  }

  async function stream(nowMs: number): Promise<number | null> {
    const waiting = await dueStreams(database);
    const due = new Set(waiting.filter(({ nextAttemptMs }) => nextAttemptMs === null || nextAttemptMs <= nowMs).map(({ tenantId }) => tenantId));
    const tenants = due.size === 0 ? [] : (await allTenants(database)).filter(({ id }) => due.has(id));
    await each('streaming the audit trail', tenants, async (tenant) => {
      for (let batches = 0; batches < mostBatches && !isEnding && (await streamTrail(sources, tenant, Date.now())); batches += 1);
    });
    const next = waiting.filter(({ tenantId }) => !due.has(tenantId)).map(({ nextAttemptMs }) => nextAttemptMs ?? nowMs);
    return next.length === 0 ? null : Math.min(...next);
  }

  function startLoops(): void {
    let [restUntil, upkeepAt] = [0, 0];
    loops = [
      startDueLoop({
        name: 'streaming the audit trail', log,
        run: async (nowMs) => {
          const restsMs = restUntil - performance.now();
          if (restsMs > 0) return { nextDueMs: nowMs + restsMs };
          restUntil = performance.now() + restMs;
          return { nextDueMs: await stream(nowMs) };
        },
      }),
      startDueLoop({
        name: 'upkeep of the audit trail', log,
        run: async (nowMs) => {
          if (performance.now() >= upkeepAt) {
            upkeepAt = performance.now() + upkeepEveryMs;
            await each('upkeep of the audit trail', await allTenants(database), (tenant) => keepUp(tenant, nowMs));
          }
          return { nextDueMs: null };
        },
      }),
    ];
  }

  async function take(isTurn: boolean): Promise<void> {
    isEnding = !isTurn;
    if (isTurn) {
      if (loops.length === 0) startLoops();
      return;
    }
    const ended = loops;
    loops = [];
    await Promise.all(ended.map((loop) => loop.stop()));
  }

  return {
    async start() {
      listener = listenForTurn(connection, {
        name: 'audit trail', channel: 'nines_audit', lock: advisoryLocks.audit, log,
        onChange: () => loops[0]?.wake(),
        onTurn: (isTurn) => {
          turns = turns.then(() => take(isTurn)).catch((error: unknown) => log.error({ err: error }, 'taking over or handing over the audit trail failed'));
        },
      });
      await listener.ready;
      await turns;
    },
    async stop() {
      isEnding = true;
      await listener?.stop();
      await turns;
      await take(false);
    },
  };
}

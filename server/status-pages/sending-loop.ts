import type pg from 'pg';
import { messageOf } from '@/lib/errors';
import { allTenants } from '@/server/alerts/all-tenants';
import { startDueLoop, type DueLoop } from '@/server/alerts/due-loop';
import type { Database } from '@/server/database/database';
import { listenForTurn, type TurnListener } from '@/server/database/turn-listener';
import { advisoryLocks } from '@/server/metrics/advisory-locks';
import { createSubscriberSender, type SubscriberSender } from './sending';
import { expireSubscribers } from './sending-expire';
import type { SendingParts } from './sending-transmit';

interface SendingOptions extends SendingParts {
  database: Database;
  /** For a connection of its own that settles which process sends. */
  connection: pg.ClientConfig;
}

/** Sends to the subscribers of all pages, in one process of all that share the database, so that the rate of a page holds. */
export interface SubscriberSending {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const expireEveryMs = 600_000;
const mostBatches = 50;
/** What is sent changes the queue, which tells of it: that is no reason to look at once. */
const restMs = 250;

export function createSubscriberSending({ connection, ...options }: SendingOptions): SubscriberSending {
  const { database, log } = options;
  let listener: TurnListener | null = null;
  let sender: SubscriberSender | null = null;
  let loops: readonly DueLoop[] = [];
  let turns: Promise<void> = Promise.resolve();

  async function expire(nowMs: number): Promise<void> {
    for (const tenant of await allTenants(database)) {
      try {
        for (let batches = 0; batches < mostBatches && (await expireSubscribers(database, tenant, nowMs)).isMore; batches += 1);
      } catch (error) {
        log.warn({ tenant: tenant.slug, reason: messageOf(error) }, 'deleting old subscribers failed and is tried again');
      }
    }
  }

  function startLoops(): void {
    const own = createSubscriberSender(options);
    sender = own;
    let restUntil = 0;
    let expireAt = 0;
    loops = [
      startDueLoop({
        name: 'sending to subscribers', log,
        run: async (nowMs) => {
          const restsMs = restUntil - performance.now();
          if (restsMs > 0) return { nextDueMs: nowMs + restsMs };
          restUntil = performance.now() + restMs;
          return own.tick(nowMs);
        },
      }),
      startDueLoop({
        name: 'deleting old subscribers', log,
        run: async (nowMs) => {
          if (performance.now() >= expireAt) {
            expireAt = performance.now() + expireEveryMs;
            await expire(nowMs);
          }
          return { nextDueMs: null };
        },
      }),
    ];
  }

  async function take(isTurn: boolean): Promise<void> {
    if (isTurn) {
      if (loops.length === 0) startLoops();
      return;
    }
    const ended = loops;
    loops = [];
    await Promise.all(ended.map((loop) => loop.stop()));
    await sender?.stop();
    sender = null;
  }

  return {
    async start() {
      listener = listenForTurn(connection, {
        name: 'subscribers', channel: 'nines_status_pages', lock: advisoryLocks.subscribers, log,
        onChange: (payload) => {
          if (payload === null || payload.includes('status_messages')) loops[0]?.wake();
        },
        onTurn: (isTurn) => {
          turns = turns.then(() => take(isTurn)).catch((error: unknown) => log.error({ err: error }, 'taking over or handing over subscribers failed'));
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

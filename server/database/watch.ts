import { messageOf } from '@/lib/errors';
import type { Database } from './database';

export interface DatabaseWatch {
  /** Why the database does not answer, or null while it does. */
  reason(): string | null;
  stop(): void;
}

const everyMs = 2_000;

/** Asks the database every 2 s whether it answers, for /readyz. */
export function watchDatabase(database: Database): DatabaseWatch {
  let reason: string | null = null;
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      await database.pool.query('select 1');
      reason = null;
    } catch (error) {
      reason = `The database does not answer: ${messageOf(error)}`;
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => void ask(), everyMs);
  return { reason: () => reason, stop: () => clearInterval(timer) };
}

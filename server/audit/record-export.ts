import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import type { Prisma } from '@/server/database/generated/client';
import { mutate } from './mutate';

/** Writes to the trail that the caller took data out of Nines: `action` is `<thing>.export`, `what` says which and how much. */
export function recordExport({ database }: { database: Database }, caller: Caller, action: string, what: Prisma.InputJsonObject): Promise<void> {
  return mutate(database, caller, action, () => Promise.resolve({ result: undefined, before: null, after: what }));
}

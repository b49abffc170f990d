import { createHash } from 'node:crypto';

/** By what is done for whom: the one of a list to go on from. The one that was set longest ago is the first. */
const cursors = new Map<string, string>();
const mostCursors = 20_000;

interface Round<T> {
  /** What is done for whom: `burn` and the tenant's id. Those with other items at the same time need another one, as `keyOfItems` makes. */
  key: string;
  items: readonly T[];
  budgetMs: number;
  /** Takes at most about `leftMs`; answers whether it got to its end within that. */
  run(item: T, leftMs: number): Promise<boolean>;
  /** Milliseconds that only go up. */
  clock?: () => number;
}

/**
 * Does something for each of a list until a time is spent, and goes on from there the next time. What was cut short is first then, with all of the time; if that is
 * not enough either, it is passed over.
 */
export async function inRounds<T extends { id: string }>({ key, items, budgetMs, run, clock = () => performance.now() }: Round<T>): Promise<void> {
  const start = Math.max(0, items.findIndex(({ id }) => id === cursors.get(key)));
  cursors.delete(key);
  const untilMs = clock() + budgetMs;
  for (const [index, item] of [...items.slice(start), ...items.slice(0, start)].entries()) {
    const leftMs = untilMs - clock();
    const isDone = leftMs > 0 && (await run(item, leftMs));
    if (isDone || (index === 0 && leftMs > 0)) continue;
    if (clock() < untilMs) continue;
    const [oldest] = cursors.keys();
    if (cursors.size >= mostCursors && oldest !== undefined) cursors.delete(oldest);
    cursors.set(key, item.id);
    return;
  }
}

/** A key for just these items, in whatever order: lists of others go on where they were. */
export function keyOfItems(whom: string, items: readonly { id: string }[]): string {
  const ids = items.map(({ id }) => id).sort();
  return `${whom} ${createHash('sha256').update(ids.join()).digest('base64')}`;
}

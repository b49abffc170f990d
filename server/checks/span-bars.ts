import type pg from 'pg';
import type { Bar } from '@/lib/checks/api';
import { barsOf } from '@/lib/checks/bars';
import { mostSpans, readEverySpan, spansByCheck, TooManySpans } from './spans';

interface Time {
  fromMs: number;
  toMs: number;
}

/** A check, or all checks of a service. */
interface Item {
  id: string;
  checks: readonly string[];
}

/** Of all items of one answer: what they may have together, and what is counted beyond what is a fair share of it. */
const mostTogether = 4 * mostSpans;

/**
 * Bars of a time, `count` of the same length in whole milliseconds, by the item. Items with more than 200,000 spans are left out; so are, of many that have more than a fair
 * share of 800,000, those for which nothing is left. The spans are counted before any is read.
 */
export async function readBars(client: pg.ClientBase, items: readonly Item[], time: Time, count: number): Promise<Map<string, Bar[]>> {
  const bars = new Map<string, Bar[]>();
  for (const group of groupsOf(await countItems(client, items, time.fromMs))) {
    for (const [id, found] of await readGroup(client, group, time, count)) bars.set(id, found);
  }
  return bars;
}

interface Counted {
  item: Item;
  spans: number;
}

/** The items that are to be read. */
async function countItems(client: pg.ClientBase, items: readonly Item[], fromMs: number): Promise<Counted[]> {
  const share = Math.min(mostSpans, Math.floor(mostTogether / Math.max(1, items.length)));
  const counts = await countSpans(client, items, fromMs, share);
  const counted = items.map((item, index): Counted => ({ item, spans: counts[index] ?? 0 }));
  const found = counted.filter(({ spans }) => spans <= share);
  let left = mostTogether - found.reduce((sum, { spans }) => sum + spans, 0);
  for (const { item } of counted.filter(({ spans }) => spans > share)) {
    const most = Math.min(left, mostSpans);
    if (most <= share) break;
    const [spans = 0] = await countSpans(client, [item], fromMs, most);
    // What had to be counted in vain is spent as well, so that an answer cannot count without end.
    left -= spans;
    if (spans <= most) found.push({ item, spans });
  }
  return found;
}

/** How many spans may touch the time since `fromMs`, by the item; `most + 1` for any more than `most`. */
async function countSpans(client: pg.ClientBase, items: readonly Item[], fromMs: number, most: number): Promise<number[]> {
  const { rows } = await client.query<{ spans: number }>(
    `select (select count(*)::int from (
         select from json_array_elements_text(i.checks) as c(id), lateral (select from check_spans where check_id = c.id::uuid and to_at > $2 limit $3) as s limit $3
       ) as counted) as spans
     from json_array_elements($1) with ordinality as i(checks, place) order by i.place`,
    [JSON.stringify(items.map(({ checks }) => checks)), new Date(fromMs), most + 1],
  );
  // The open span of each check is read though its row may end before.
  return rows.map(({ spans }, index) => Math.min(spans + (items[index]?.checks.length ?? 0), most + 1));
}

/** Together as many as are read in one go. */
function groupsOf(counted: readonly Counted[]): Item[][] {
  const groups: Item[][] = [];
  let room = -1;
  for (const { item, spans } of counted) {
    if (spans > room) {
      groups.push([]);
      room = mostSpans;
    }
    groups.at(-1)?.push(item);
    room -= spans;
  }
  return groups;
}

/** None of them where others were written since they were counted. */
async function readGroup(client: pg.ClientBase, items: readonly Item[], { fromMs, toMs }: Time, count: number): Promise<[id: string, bars: Bar[]][]> {
  try {
    const spans = spansByCheck(await readEverySpan(client, items.flatMap(({ checks }) => checks), fromMs, toMs));
    return items.map(({ id, checks }) => [id, barsOf(checks.flatMap((check) => spans.get(check) ?? []), fromMs, toMs, count)]);
  } catch (error) {
    if (error instanceof TooManySpans) return [];
    throw error;
  }
}

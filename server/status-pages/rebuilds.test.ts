import { afterEach, describe, expect, it, vi } from 'vitest';
import { pageOf } from '@/lib/status-pages/fixture';
import { createLog } from '@/server/log';
import { createCopies } from './copies';
import { LivePage } from './live-page';
import { createRebuilds, type Rebuilds } from './rebuilds';

const log = createLog('silent');
const reads = new Map<string, number>();
let rebuilds: Rebuilds | null = null;
afterEach(() => rebuilds?.stop());

function livePage(id: string): LivePage {
  const listed = { id, tenant: { id, number: 1 }, slug: id, host: null };
  const read = async () => {
    reads.set(id, (reads.get(id) ?? 0) + 1);
    return pageOf();
  };
  return new LivePage(listed, { copies: createCopies(1_000_000), log, url: 'https://nines.example.com', read, now: Date.now });
}

describe('when the list of pages was read again', () => {
  it('those that came or moved are made again, and all of them after a gap', async () => {
    const live = new Map(['a', 'b', 'c'].map((id) => [id, livePage(id)]));
    rebuilds = createRebuilds(live, { log, reload: () => Promise.resolve(['b']), drop: () => undefined });
    rebuilds.list();
    await vi.waitFor(() => expect(reads.get('b')).toBe(1), { timeout: 5_000 });
    expect([...reads.keys()]).toEqual(['b']);
    rebuilds.all();
    await vi.waitFor(() => expect([...reads].sort()).toEqual([['a', 1], ['b', 2], ['c', 1]]), { timeout: 5_000 });
  });

  it('all are made again also where the list could not be read the first time after a gap', async () => {
    reads.clear();
    const live = new Map(['a', 'b'].map((id) => [id, livePage(id)]));
    let tries = 0;
    rebuilds = createRebuilds(live, { log, reload: () => ((tries += 1) === 1 ? Promise.reject(new Error('away')) : Promise.resolve([])), drop: () => undefined });
    rebuilds.all();
    await vi.waitFor(() => expect(tries).toBe(1));
    rebuilds.list();
    await vi.waitFor(() => expect([...reads].sort()).toEqual([['a', 1], ['b', 1]]), { timeout: 5_000 });
  });
});

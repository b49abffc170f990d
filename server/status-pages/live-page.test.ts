import { describe, expect, it } from 'vitest';
import { pageOf } from '@/lib/status-pages/fixture';
import { createLog } from '@/server/log';
import { createCopies } from './copies';
import { LivePage } from './live-page';
import type { PublicCopy } from './public-answers';

const listed = { id: 'a', tenant: { id: 'a', number: 1 }, slug: 'before', host: null };
const textOf = (copy: PublicCopy | null | undefined) => String(copy?.plain.body);

function livePage(): LivePage {
  return new LivePage(listed, { copies: createCopies(1_000_000), log: createLog('silent'), url: 'https://nines.example.com', read: () => Promise.resolve(pageOf()), now: Date.now });
}

describe('a page that moves while it is rendered', () => {
  it('is rendered again for who asks at its new address', async () => {
    const page = livePage();
    await page.build();
    const before = page.render('slug', '/');
    await Promise.resolve();
    expect(page.move({ ...listed, slug: 'after' })).toBe(true);
    const after = page.render('slug', '/');
    expect(textOf(await before)).toContain('/status/before');
    expect(textOf(await after)).toContain('/status/after');
    expect(textOf(await after)).not.toContain('/status/before');
    expect(textOf(page.copy('slug', '/'))).toContain('/status/after');
  });

  it('keeps nothing of its address of before that was made again meanwhile', async () => {
    const page = livePage();
    await page.render('slug', '/');
    const building = page.build();
    await Promise.resolve();
    await Promise.resolve();
    page.move({ ...listed, slug: 'after' });
    await building;
    expect(textOf(page.copy('slug', '/') ?? (await page.render('slug', '/')))).not.toContain('/status/before');
  });
});

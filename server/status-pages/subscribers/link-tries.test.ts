import { describe, expect, it } from 'vitest';
import { createLinkTries } from './link-tries';

const now = Date.parse('2026-03-28T03:00:00Z');

describe('createLinkTries', () => {
  it('asks nothing for a network that tried 20 unknown links, until some time has passed', async () => {
    const tries = createLinkTries();
    let asked = 0;
    const ask = async () => (asked += 1) < 0;
    for (let n = 0; n < 20; n += 1) await tries.run(`2001:db8::${n}`, now, ask);
    await expect(tries.run('2001:db8::99', now, ask)).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(asked).toBe(20);
    expect(await tries.run('2001:db8:0:1::1', now, () => Promise.resolve(true))).toBe(true);
    expect(await tries.run('2001:db8::1', now + 5_000, ask)).toBe(false);
  });

  it('asks for at most four links of a network at once, also after some failed', async () => {
    const tries = createLinkTries();
    const ends: (() => void)[] = [];
    const open = Array.from({ length: 4 }, () => tries.run('192.0.2.1', now, () => new Promise((_, reject) => ends.push(() => reject(new Error('the database is away'))))));
    await expect(tries.run('192.0.2.1', now, () => Promise.resolve(true))).rejects.toMatchObject({ code: 'too_many_requests' });
    ends.forEach((end) => end());
    expect((await Promise.allSettled(open)).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(await tries.run('192.0.2.1', now, () => Promise.resolve(true))).toBe(true);
  });
});

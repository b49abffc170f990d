import { expect, it } from 'vitest';
import { createReadGate } from './read-gate';

function openEnded() {
  const ends: (() => void)[] = [];
  const read = () => new Promise<string>((resolve) => ends.push(() => resolve('read')));
  return { ends, read };
}

it('runs four reads of a tenant at once, lets the rest wait in order, and keeps tenants apart', async () => {
  const gate = createReadGate();
  const alpha = openEnded();
  const beta = openEnded();
  const reads = Array.from({ length: 6 }, () => gate(1, alpha.read));
  const other = gate(2, beta.read);
  await Promise.resolve();
  expect([alpha.ends.length, beta.ends.length]).toEqual([4, 1]);
  alpha.ends[0]?.();
  await reads[0];
  await expect.poll(() => alpha.ends.length).toBe(5);
  alpha.ends[1]?.();
  await expect.poll(() => alpha.ends.length).toBe(6);
  for (const end of [...alpha.ends, ...beta.ends]) end();
  expect(await Promise.all([...reads, other])).toEqual(Array.from({ length: 7 }, () => 'read'));
});

it('refuses what would wait beyond the limit, and goes on after a failed read', async () => {
  const gate = createReadGate();
  const { ends, read } = openEnded();
  const waiting = Array.from({ length: 36 }, () => gate(1, read));
  await expect(gate(1, read)).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 1 });
  await expect.poll(() => ends.splice(0).map((end) => end()).length + ends.length, { interval: 1 }).toBe(0);
  await Promise.all(waiting);
  await expect(gate(1, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await gate(1, () => Promise.resolve('again'))).toBe('again');
});

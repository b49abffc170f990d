import { expect, it } from 'vitest';
import { createTenantTurns } from './tenant-turns';

const tenant = (id: string) => ({ id, number: 1, slug: id, name: id });

function turnsOf(answers: Record<string, number | null | Error>) {
  const ran: string[] = [];
  const turns = createTenantTurns(
    () => Promise.resolve(Object.keys(answers).map(tenant)),
    ({ id }) => {
      ran.push(id);
      const answer = answers[id] ?? null;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ nextDueMs: answer });
    },
  );
  return { turns, ran };
}

it('runs everybody first, then each when it is due', async () => {
  const { turns, ran } = turnsOf({ a: 5_000, b: null });
  expect(await turns.run(1_000)).toEqual({ nextDueMs: 5_000 });
  await turns.run(4_999);
  expect(ran).toEqual(['a', 'b']);
  await turns.run(5_000);
  expect(ran).toEqual(['a', 'b', 'a']);
});

it('runs who is marked at once', async () => {
  const { turns, ran } = turnsOf({ a: 5_000, b: null });
  await turns.run(1_000);
  turns.mark('b');
  await turns.run(1_001);
  expect(ran).toEqual(['a', 'b', 'b']);
});

it('keeps what is marked during a run', async () => {
  const ran: string[] = [];
  const turns = createTenantTurns(
    () => Promise.resolve([tenant('a')]),
    ({ id }) => {
      ran.push(id);
      if (ran.length === 1) turns.mark('a');
      return Promise.resolve({ nextDueMs: 9_000 });
    },
  );
  expect(await turns.run(1_000)).toEqual({ nextDueMs: 0 });
  await turns.run(1_001);
  expect(ran).toEqual(['a', 'a']);
});

it('lets no tenant suffer from the failure of another, and tries again', async () => {
  const { turns, ran } = turnsOf({ a: new Error('broken'), b: null });
  await expect(turns.run(1_000)).rejects.toThrow('broken');
  expect(ran).toEqual(['a', 'b']);
  await expect(turns.run(2_000)).rejects.toThrow('broken');
  expect(ran).toEqual(['a', 'b', 'a']);
});

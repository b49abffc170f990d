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

/** A run that ends when the test says so. */
function held() {
  let settle: { resolve: (answer: { nextDueMs: number | null }) => void; reject: (error: Error) => void } | null = null;
  const promise = new Promise<{ nextDueMs: number | null }>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, resolve: () => settle?.resolve({ nextDueMs: null }), reject: (error: Error) => settle?.reject(error) };
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

it('a tenant that takes long holds up no other, and is not run twice at a time', async () => {
  const ran: string[] = [];
  const storm = held();
  const turns = createTenantTurns(
    () => Promise.resolve(['storm', 'a', 'b', 'c', 'd', 'e'].map(tenant)),
    ({ id }) => {
      ran.push(id);
      return id === 'storm' && ran.length === 1 ? storm.promise : Promise.resolve({ nextDueMs: null });
    },
  );
  await turns.run(1_000);
  expect(ran).toEqual(['storm', 'a', 'b', 'c', 'd', 'e']);
  turns.mark('storm');
  turns.mark('b');
  await turns.run(2_000);
  expect(ran.slice(6)).toEqual(['b']);
  storm.resolve();
  await turns.idle();
  await turns.run(3_000);
  expect(ran.slice(7)).toEqual(['storm']);
});

it('lets a few run at a time, however many are due', async () => {
  let running = 0;
  let most = 0;
  const ran = new Set<string>();
  const turns = createTenantTurns(
    () => Promise.resolve(Array.from({ length: 50 }, (_, index) => tenant(`t${index}`))),
    async ({ id }) => {
      ran.add(id);
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { nextDueMs: null };
    },
  );
  expect(await turns.run(1_000)).toEqual({ nextDueMs: null });
  expect([ran.size, most]).toEqual([50, 4]);
});

it('tells the failure of a tenant that went on in the background at the next run', async () => {
  const slow = held();
  const turns = createTenantTurns(() => Promise.resolve([tenant('a')]), () => slow.promise);
  await turns.run(1_000);
  slow.reject(new Error('broken'));
  await turns.idle();
  await expect(turns.run(1_100)).rejects.toThrow('broken');
});

it('runs everybody at once after the clock was set back', async () => {
  const { turns, ran } = turnsOf({ a: 90_000_000 });
  await turns.run(80_000_000);
  await turns.run(1_000);
  expect(ran).toEqual(['a', 'a']);
});

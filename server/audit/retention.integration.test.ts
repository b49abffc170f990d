import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { saveSettings } from '@/server/settings/settings';
import { testSealer } from '@/server/statements/test-statements';
import { makeCheckpoint } from './checkpoints';
import { removeOld } from './retention';
import { clearTrail, rowsOf, startMs, tamper, testCaller, verified, writeEntries } from './test-trail';

const dayMs = 86_400_000;

let test: TestDatabase;
let alpha: Caller['tenant'];

beforeAll(async () => {
  test = await createTestDatabase();
  ({ alpha } = test.tenants);
});
afterAll(() => test.drop());
beforeEach(async () => {
  await clearTrail(test);
  await writeEntries(test.database, alpha, 1, 5);
});

const sources = () => ({ database: test.database, sealer: testSealer });
/** Thirty days after the third entry was written: that one and what is younger stays. */
const nowMs = startMs + 3_000 + 30 * dayMs;

const keep = (retentionDays: number | null, now = nowMs) => saveSettings(test.database, testCaller(alpha, now), 'audit', { version: 0, settings: { retentionDays, stream: null } });
const seqs = async () => (await rowsOf<{ seq: string }>(test, alpha, 'select seq::text from audit_entries order by audit_entries.seq')).map(({ seq }) => Number(seq));

it('entries are kept for ever unless it is set otherwise', async () => {
  expect(await removeOld(sources(), alpha, nowMs)).toEqual({ removed: 0, fault: null });
  expect(await seqs()).toHaveLength(5);
});

it('entries whose time is over go below a signed tombstone, the rest still verifies, and the trail tells of it', async () => {
  await makeCheckpoint(sources(), alpha, startMs);
  await keep(30);
  expect(await removeOld(sources(), alpha, nowMs)).toEqual({ removed: 2, fault: null });
  expect(await seqs()).toEqual([3, 4, 5, 6, 7]);
  expect(await rowsOf(test, alpha, 'select action, after, actor from audit_entries where seq = 7')).toEqual([{ action: 'audit.remove', after: { removed: 2, toEntry: 2, writtenUntil: '2026-01-05T03:00:02.000Z' }, actor: { kind: 'system', id: 'audit-retention' } }]);
  const { result, sentence, entries } = await verified(test.database, alpha);
  expect({ result, entries }).toEqual({ result: 'ok', entries: 5 });
  expect(sentence).toContain('2 before them were removed when their time was over, as Nines signed.');
  expect(await removeOld(sources(), alpha, nowMs)).toEqual({ removed: 0, fault: null });
});

it('a second time goes on from the tombstone, which stands for both', async () => {
  await keep(30);
  await removeOld(sources(), alpha, nowMs);
  await removeOld(sources(), alpha, nowMs + 2_000);
  expect(await seqs()).toEqual([5, 6, 7, 8]);
  expect(await rowsOf(test, alpha, 'select from_seq::text as from, to_seq::text as to from audit_tombstones')).toEqual([{ from: '1', to: '4' }]);
  expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok', entries: 4 });
});

it('the newest entry stays, so that the trail never ends before it began', async () => {
  await keep(30);
  await removeOld(sources(), alpha, nowMs + 400 * dayMs);
  expect(await seqs()).toEqual([6, 7]);
  expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok', entries: 2 });
});

it('two at once remove nothing twice', async () => {
  await keep(30);
  const [first, second] = await Promise.all([removeOld(sources(), alpha, nowMs), removeOld(sources(), alpha, nowMs)]);
  expect(first.removed + second.removed).toBe(2);
  expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok' });
});

it('a broken link and what follows stays as evidence', async () => {
  await keep(30);
  await tamper(test, alpha, [`update audit_entries set action = 'x' where seq = 2 and tenant_id = nines_tenant_id()`]);
  expect(await removeOld(sources(), alpha, nowMs)).toMatchObject({ removed: 1, fault: { seq: 2 } });
  expect(await verified(test.database, alpha)).toMatchObject({ result: 'broken', brokenAt: 2 });
});

it('what is removed further by hand is found', async () => {
  await keep(30);
  await removeOld(sources(), alpha, nowMs);
  await tamper(test, alpha, ['delete from audit_entries where seq = 3 and tenant_id = nines_tenant_id()']);
  expect(await verified(test.database, alpha)).toMatchObject({ result: 'broken', brokenAt: 3, sentence: 'Entry 3 is missing.' });
  await tamper(test, alpha, ['update audit_tombstones set to_seq = 3 where tenant_id = nines_tenant_id()']);
  expect(await verified(test.database, alpha)).toMatchObject({ result: 'broken', sentence: expect.stringContaining('Nines did not sign that') as string });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { testSealer } from '@/server/statements/test-statements';
import { makeCheckpoint } from './checkpoints';
import { mutate } from './mutate';
import { clearTrail, rowsOf, startMs, tamper, testCaller, verified, writeEntries } from './test-trail';

let test: TestDatabase;
let [alpha, beta] = [null, null] as unknown as [Caller['tenant'], Caller['tenant']];

beforeAll(async () => {
  test = await createTestDatabase();
  ({ alpha, beta } = test.tenants);
});
afterAll(() => test.drop());
beforeEach(() => clearTrail(test));

const sources = () => ({ database: test.database, sealer: testSealer });
const asSuperuser = (statement: string) => tamper(test, alpha, ['set session_replication_role = origin', statement]);

/** The owner of the tables sees the tenant's rows only. */
async function asOwner(statement: string): Promise<void> {
  const client = await test.database.owner.connect();
  try {
    await client.query("select set_config('nines.tenant_id', $1, false)", [alpha.id]);
    await client.query(statement);
  } finally {
    client.release(true);
  }
}

/** Links all entries anew from the first, as who knows how it is done would. */
const relink = `with recursive linked as (
    select e.id, e.seq, nines_audit_hash(e, e.seq, '') as hash from audit_entries e where seq = 1 and tenant_id = nines_tenant_id()
    union all select e.id, e.seq, nines_audit_hash(e, e.seq, l.hash) from linked l join audit_entries e on e.seq = l.seq + 1 and e.tenant_id = nines_tenant_id()
  ), done as (update audit_entries e set hash = l.hash from linked l where l.id = e.id returning e.seq, l.hash)
  update audit_chains c set seq = d.seq, hash = d.hash from (select * from done order by seq desc limit 1) d where c.tenant_id = nines_tenant_id()`;

describe('writing', () => {
  it('by many at once into two tenants numbers each trail without a gap and locks nobody out', async () => {
    const write = (tenant: Caller['tenant'], count: number) =>
      Array.from({ length: count }, (_, n) => mutate(test.database, testCaller(tenant, startMs + n), 'thing.update', () => Promise.resolve({ result: undefined, before: null, after: { n } })));
    await Promise.all([...write(alpha, 60), ...write(beta, 40)]);
    expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok', entries: 60, total: 60 });
    expect(await verified(test.database, beta)).toMatchObject({ result: 'ok', entries: 40, total: 40 });
  });

  it('nothing is a trail that holds', async () => {
    expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok', sentence: 'There are no entries.', entries: 0 });
  });

  it('that is rolled back leaves no gap', async () => {
    await writeEntries(test.database, alpha, 1, 2);
    await expect(mutate(test.database, testCaller(alpha), 'thing.update', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await writeEntries(test.database, alpha, 3, 3);
    expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok', entries: 3 });
  });

  it('a secret leaves it out', async () => {
    await mutate(test.database, testCaller(alpha), 'thing.update', () => Promise.resolve({ result: undefined, before: null, after: { password: 'hunter2' } }));
    const { rows } = await test.database.withTenant(alpha, (client) => client.query<{ after: unknown }>('select after from audit_entries'));
    expect(rows).toEqual([{ after: { password: '[redacted]' } }]);
  });
});

describe('the role of the program', () => {
  const refused: [what: string, statement: string][] = [
    ['changes an entry', "update audit_entries set action = 'x'"],
    ['removes an entry', 'delete from audit_entries'],
    ['empties the trail', 'truncate audit_entries'],
    ['numbers an entry itself', `insert into audit_entries (tenant_id, actor, action, request_id, seq) values (nines_tenant_id(), '{}', 'x', 'r', 9)`],
    ['hashes an entry itself', `insert into audit_entries (tenant_id, actor, action, request_id, hash) values (nines_tenant_id(), '{}', 'x', 'r', 'h')`],
    ['sets the end of the chain', 'update audit_chains set seq = 0'],
    ['removes the end of the chain', 'delete from audit_chains'],
    ['changes a tombstone', 'update audit_tombstones set to_seq = 9'],
    ['removes a checkpoint', 'delete from audit_checkpoints'],
    ['switches triggers off', 'set session_replication_role = replica'],
    ['drops the guard', 'drop trigger audit_entries_guard on audit_entries'],
  ];
  it.each(refused)('is refused when it %s', async (_, statement) => {
    await writeEntries(test.database, alpha, 1, 2);
    await expect(test.database.withTenant(alpha, (client) => client.query(statement))).rejects.toMatchObject({ code: '42501' });
    expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok', entries: 2 });
  });

  it('sees no entry of another tenant', async () => {
    await writeEntries(test.database, alpha, 1, 2);
    expect(await verified(test.database, beta)).toMatchObject({ result: 'ok', entries: 0 });
  });
});

describe('the superuser', () => {
  it('is refused by the guard until the triggers are off', async () => {
    await writeEntries(test.database, alpha, 1, 2);
    for (const statement of ["update audit_entries set action = 'x'", 'delete from audit_entries', 'truncate audit_entries']) {
      await expect(asSuperuser(statement)).rejects.toThrow('The audit trail is append-only.');
      await expect(asOwner(statement)).rejects.toThrow('The audit trail is append-only.');
    }
  });

  const all = "where tenant_id = nines_tenant_id()";
  const found: [what: string, statements: string[], brokenAt: number, sentence: RegExp][] = [
    ['changes what was after', [`update audit_entries set after = '{"n": 4}' ${all} and seq = 3`], 3, /Entry 3 was changed/],
    ['changes who did it', [`update audit_entries set actor = '{"kind": "user", "id": "x"}' ${all} and seq = 1`], 1, /Entry 1 was changed/],
    ['changes when it was', [`update audit_entries set at = at + interval '1 ms' ${all} and seq = 2`], 2, /Entry 2 was changed/],
    ['changes the address', [`update audit_entries set address = null ${all} and seq = 2`], 2, /Entry 2 was changed/],
    ['changes an entry with its own hash', [`update audit_entries e set action = 'x' ${all} and seq = 3`, `update audit_entries e set hash = nines_audit_hash(e, 3, (select hash from audit_entries p where p.seq = 2 and p.tenant_id = e.tenant_id)) ${all} and seq = 3`], 4, /Entry 4 was changed .*or the link to the entry before it/],
    ['removes one from the middle', [`delete from audit_entries ${all} and seq = 3`], 3, /^Entry 3 is missing/],
    ['removes the first', [`delete from audit_entries ${all} and seq <= 2`], 1, /^Entries 1 to 2 are missing/],
    ['removes the last', [`delete from audit_entries ${all} and seq >= 5`], 5, /^Entries 5 to 6 are missing\. They were the last/],
    ['removes the last and sets the end back', [`delete from audit_entries ${all} and seq >= 5`, `update audit_chains set seq = 4, hash = (select hash from audit_entries ${all} and seq = 4) ${all}`], 5, /Nines signed entry 6, and the chain ends before it/],
    ['swaps two', [`update audit_entries set seq = -1 ${all} and seq = 2`, `update audit_entries set seq = 2 ${all} and seq = 4`, `update audit_entries set seq = 4 ${all} and seq = -1`], 2, /order was changed: what is entry 4 now was written as entry 2/],
    ['rewrites one and all after it', [`update audit_entries set action = 'x' ${all} and seq = 3`, relink], 6, /fits together, but entry 6 is not the one that Nines signed/],
    ['puts an entry outside of the chain', [`insert into audit_entries (tenant_id, actor, action, request_id) values (nines_tenant_id(), '{}', 'x', 'r')`], 7, /stands outside of the chain/],
    ['sets the end back', [`update audit_chains set seq = 4, hash = (select hash from audit_entries ${all} and seq = 4) ${all}`], 5, /Nines signed entry 6/],
    ['changes the end', [`update audit_chains set hash = 'x' ${all}`], 6, /end of the chain does not match/],
    ['removes the end', [`delete from audit_chains ${all}`], 1, /Nines signed entry 6/],
    ['changes a checkpoint', [`update audit_checkpoints set hash = repeat('0', 64) ${all}`], 6, /checkpoint at entry 6 was not signed by this Nines/],
    ['makes a tombstone', [`insert into audit_tombstones (tenant_id, from_seq, to_seq, hash, first_at, last_at, signature) select tenant_id, 1, 2, hash, at, at, repeat('A', 86) || '==' from audit_entries ${all} and seq = 2`, `delete from audit_entries ${all} and seq <= 2`], 1, /Nines did not sign that/],
  ];
  it.each(found)('who %s is found', async (_, statements, brokenAt, sentence) => {
    await writeEntries(test.database, alpha, 1, 6);
    expect(await makeCheckpoint(sources(), alpha, startMs)).toBeNull();
    expect(await verified(test.database, alpha)).toMatchObject({ result: 'ok', entries: 6 });
    await tamper(test, alpha, statements);
    const found = await verified(test.database, alpha);
    expect(found).toMatchObject({ result: 'broken', brokenAt });
    expect(found.sentence).toMatch(sentence);
  });
});

describe('a long trail', () => {
  it('is verified in steps that each go on where the one before came to', async () => {
    await writeEntries(test.database, alpha, 1, 7);
    const first = await verified(test.database, alpha, 3);
    expect(first).toMatchObject({ result: 'unfinished', entries: 3, total: 7, sentence: '3 of 7 entries verified.' });
    const second = await verified(test.database, alpha, 3, first.next);
    expect(second).toMatchObject({ result: 'unfinished', entries: 6 });
    expect(await verified(test.database, alpha, 3, second.next)).toMatchObject({ result: 'ok', entries: 7, sentence: expect.stringMatching(/^7 entries, unbroken since 2026-01-05 03:00:01 UTC/) as string });
  });

  it('is not gone on with from a place that was made up', async () => {
    await writeEntries(test.database, alpha, 1, 3);
    const { next } = await verified(test.database, alpha, 1);
    for (const wrong of ['x', `2${next?.slice(1)}`, next?.replace(/.{5}==$/, 'AAAAA==') ?? '']) await expect(verified(test.database, alpha, 1, wrong)).rejects.toMatchObject({ code: 'invalid' });
    await expect(verified(test.database, beta, 1, next)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is signed by the job only when its end moved, and not past a broken link', async () => {
    const signed = async () => (await rowsOf<{ seq: string }>(test, alpha, 'select seq::text from audit_checkpoints order by audit_checkpoints.seq')).map(({ seq }) => Number(seq));
    await writeEntries(test.database, alpha, 1, 2);
    for (let times = 0; times < 2; times += 1) await makeCheckpoint(sources(), alpha, startMs);
    expect(await signed()).toEqual([2]);
    await writeEntries(test.database, alpha, 3, 4);
    await tamper(test, alpha, [`update audit_entries set action = 'x' where tenant_id = nines_tenant_id() and seq = 3`]);
    expect(await makeCheckpoint(sources(), alpha, startMs)).toMatchObject({ seq: 3 });
    expect(await signed()).toEqual([2]);
  });
});

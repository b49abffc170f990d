import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEmptyDatabase, createTestDatabase, prismaDir, type TestDatabase } from '@/server/database/test-database';
import { migrate } from '@/server/database/migrate';
import { record } from './record';
import { verifyTrail } from './verify-trail';

let test: TestDatabase;
/** A session of the program's role in a database whose owner did not take the right to temporary tables away. */
let app: pg.Client;
let owner: pg.Client;

const shadows = `
  create temp table audit_chains (tenant_id uuid primary key, seq bigint, hash text);
  create temp table audit_tombstones (tenant_id uuid, to_seq bigint);
  create temp table audit_entries (like public.audit_entries);`;

async function sessionOf(connection: pg.ClientConfig, role: 'nines_app' | null): Promise<pg.Client> {
  const client = new pg.Client(connection);
  await client.connect();
  if (role) await client.query(`set role ${role}`);
  return client;
}

const write = (action: string) =>
  test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => record(tx, test.tenants.alpha, { actor: { kind: 'system', id: 'test' }, action, before: null, after: null, requestId: 'test', now: Date.now() }));

beforeAll(async () => {
  test = await createTestDatabase();
  await write('first.create');
  app = await sessionOf(test.connection, 'nines_app');
  owner = await sessionOf(test.connection, null);
  // A copy of a database has the rights of a new one.
  for (const client of [app, owner]) await client.query(shadows);
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await test.drop();
});

it('in a database of its own the program cannot make temporary tables', async () => {
  const { connection, drop } = await createEmptyDatabase();
  try {
    await migrate(connection, prismaDir);
    const client = await sessionOf(connection, 'nines_app');
    await expect(client.query('create temp table audit_entries (id int)')).rejects.toMatchObject({ code: '42501' });
    await client.end();
  } finally {
    await drop();
  }
});

it('a database that is somebody else\'s is migrated without the right to take that away', async () => {
  const { client, connection, drop } = await createEmptyDatabase();
  const role = `guest_${randomBytes(6).toString('hex')}`;
  await client.query(`create role ${role} login password 'of-the-guest'; grant create on database ${String(connection.database)} to ${role}; grant all on schema public to ${role}; grant nines_app to ${role}`);
  try {
    expect(await migrate({ ...connection, user: role, password: 'of-the-guest' }, prismaDir)).toContain('0011_people_and_config');
  } finally {
    await drop();
    await owner.query(`drop role ${role}`);
  }
});

it('temporary tables of the same names change nothing of the chain', async () => {
  const { alpha } = test.tenants;
  await app.query(`insert into pg_temp.audit_chains values ('${alpha.id}', 500, 'forged')`);
  await app.query(`begin`);
  await app.query(`select set_config('nines.tenant_id', $1, true)`, [alpha.id]);
  await app.query(`insert into public.audit_entries (tenant_id, actor, action, request_id) values ($1, '{"kind":"system","id":"test"}', 'second.create', 'test')`, [alpha.id]);
  await app.query(`commit`);
  await write('third.create');
  expect(await verifyTrail({ database: test.database, sealer: null }, alpha, { from: null, most: 10 })).toMatchObject({ fault: null, entries: 3, isFinished: true });
  expect((await app.query(`select from pg_temp.audit_chains where seq <> 500`)).rowCount).toBe(0);
});

it('a temporary tombstone lets nobody remove an entry, the owner of the tables neither', async () => {
  const { id } = test.tenants.alpha;
  for (const client of [app, owner]) {
    await client.query(`insert into pg_temp.audit_tombstones values ('${id}', 500)`);
    await client.query(`select set_config('nines.tenant_id', $1, false)`, [id]);
    await expect(client.query(`delete from public.audit_entries where tenant_id = $1`, [id])).rejects.toMatchObject({ code: '42501' });
  }
});

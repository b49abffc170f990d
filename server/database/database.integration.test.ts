import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { openDatabase } from './database';
import { migrate, openSchemaEngine } from './migrate';
import { createEmptyDatabase, createTestDatabase, prismaDir, type TestDatabase } from './test-database';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

describe('row-level security', () => {
  it('covers every table, forced on the owner too', async () => {
    const { rows } = await test.database.owner.query<{ name: string }>(`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'metrics') and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> '_prisma_migrations' and not (c.relrowsecurity and c.relforcerowsecurity)`);
    expect(rows).toEqual([]);
  });

  it('binds a role that is no superuser, cannot bypass policies and owns no table', async () => {
    const { rows } = await test.database.pool.query(`
      select current_user as "user", rolsuper as super, rolbypassrls as bypass,
        (select count(*)::int from pg_class where relowner = r.oid) as owned
      from pg_roles r where rolname = current_user`);
    expect(rows).toEqual([{ user: 'nines_app', super: false, bypass: false, owned: 0 }]);
  });

  it('binds that role also when the URL brings startup options of its own', async () => {
    const { host, port, user, password, database } = test.connection;
    const options = encodeURIComponent('-c search_path=public -c role=none');
    const url = `postgresql://${user}:${String(password)}@/${database}?host=${encodeURIComponent(String(host))}&port=${port}&options=${options}`;
    const other = openDatabase({ connectionString: url }, { poolSize: 1, onError: () => undefined });
    const { rows } = await other.pool.query('select current_user as "user"');
    await other.close();
    expect(rows).toEqual([{ user: 'nines_app' }]);
  });

  it('shows nothing of any table to a raw query without a tenant', async () => {
    const { rows: tables } = await test.database.owner.query<{ name: string }>(`
      select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'metrics') and c.relkind in ('r', 'p') and not c.relispartition
        and has_table_privilege('nines_app', c.oid, 'select')`);
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables) {
      const { rows } = await test.database.pool.query(`select count(*)::int as seen from ${name}`);
      expect({ name, ...rows[0] }).toEqual({ name, seen: 0 });
    }
  });

  it("shows a tenant its own rows and nothing of another's", async () => {
    const { database, tenants } = test;
    await database.transaction({ kind: 'tenant', tenant: tenants.beta }, (tx) =>
      tx.apiKey.create({ data: { tenantId: tenants.beta.id, name: 'of beta', secretHash: 'x', scopes: [] } }),
    );
    const seen = (tenant: typeof tenants.alpha) =>
      database.withTenant(tenant, async (client) => {
        const { rows } = await client.query<{ slugs: string[]; keys: string[] }>(
          'select (select array_agg(slug) from tenants) as slugs, (select array_agg(name) from api_keys) as keys',
        );
        return rows[0];
      });
    expect(await seen(tenants.alpha)).toEqual({ slugs: ['alpha'], keys: null });
    expect(await seen(tenants.beta)).toEqual({ slugs: ['beta'], keys: ['of beta'] });
  });

  it("refuses to write another tenant's row", async () => {
    const { database, tenants } = test;
    const steal = database.withTenant(tenants.alpha, (client) =>
      client.query("insert into api_keys (tenant_id, name, secret_hash, scopes) values ($1, 'stolen', 'y', '{}')", [tenants.beta.id]),
    );
    await expect(steal).rejects.toThrow(/row-level security/);
  });

  it('lets nobody change or remove an audit entry', async () => {
    const { database, tenants } = test;
    for (const statement of ["update audit_entries set action = 'x'", 'delete from audit_entries']) {
      await expect(database.withTenant(tenants.alpha, (client) => client.query(statement))).rejects.toThrow(/permission denied/);
    }
  });
});

describe('migrations', () => {
  it('lead to the schema that Prisma generates its client from', async () => {
    const schema = await readFile(path.join(prismaDir, 'schema.prisma'), 'utf8');
    const { engine, close } = await openSchemaEngine(test.connection, prismaDir);
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const expected = await createEmptyDatabase();
    try {
      await expected.client.query(stdout ?? '');
      const [fromSchema, fromMigrations] = await Promise.all([describeTables(expected.client), describeTables(test.database.owner)]);
      expect(fromSchema.length).toBeGreaterThan(40);
      expect(fromMigrations).toEqual(fromSchema);
    } finally {
      await close();
      await expected.drop();
    }
  });

  it('go on after a crash between the note that one began and its end', async () => {
    const crashed = await createEmptyDatabase();
    try {
      await migrate(crashed.connection, prismaDir);
      await crashed.client.query(`drop schema metrics cascade; update _prisma_migrations set finished_at = null, applied_steps_count = 0 where migration_name = '0002_metrics'`);
      expect(await migrate(crashed.connection, prismaDir)).toEqual(['0002_metrics']);
      expect(await migrate(crashed.connection, prismaDir)).toEqual([]);
    } finally {
      await crashed.drop();
    }
  });

  it('are noted as finished in the transaction that applies them', async () => {
    const { rows } = await test.database.owner.query('select count(*)::int as unfinished from _prisma_migrations where finished_at is null');
    expect(rows).toEqual([{ unfinished: 0 }]);
  });

  it('are applied once, however many nodes start at the same time', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(test.connection, prismaDir)));
    expect(applied).toEqual([[], [], []]);
  });
});

/** Columns, keys and indexes of the public schema, one line each. Check constraints are beyond what a Prisma schema can say. */
/** Without partial indexes, of which Prisma's schema knows nothing. */
async function describeTables(client: Pick<pg.Pool, 'query'>): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) as line
    from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations'
    union all
    select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and i.indpred is null and c.relname <> '_prisma_migrations'
    union all
    select format('%s %s', conname, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('p', 'f', 'u') and conrelid::regclass::text <> '_prisma_migrations'
    order by 1`);
  return rows.map((row) => row.line);
}

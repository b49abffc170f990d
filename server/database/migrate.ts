import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { AppError, messageOf } from '@/lib/errors';

/** Two nodes that start at once must not migrate at once: a lock that the session holds, and that ends with it. */
const migrationLock = 0x4e494e45;

/**
 * Applies the migrations of `prisma/migrations` by Prisma's own schema engine (its WebAssembly build), which records
 * them in `_prisma_migrations`: the same as `prisma migrate deploy`, without its downloaded binary.
 * Returns the names of those applied now. Throws AppError `unavailable` that names the migration.
 */
export async function migrate(connection: pg.ClientConfig, prismaDir: string): Promise<string[]> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const { engine, close } = await openSchemaEngine(connection, prismaDir);
    try {
      await forgetUnfinished(client);
      const migrationsList = await listMigrations(path.join(prismaDir, 'migrations'));
      const applied = await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } });
      return applied.appliedMigrationNames;
    } finally {
      await close();
    }
  } catch (error) {
    throw new AppError('unavailable', `The database could not be migrated: ${messageOf(error)}`, { cause: error });
  } finally {
    await client.end();
  }
}

let engineLoaded: Promise<void> | null = null;

/** The package loads its .wasm by an import that Node 20 does not have, so it is instantiated here, once a process. */
async function loadEngine(): Promise<void> {
  const require = createRequire(import.meta.url);
  const binary = require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  const compiled = await WebAssembly.compile(await readFile(binary));
  const instance = await WebAssembly.instantiate(compiled, { './schema_engine_bg.js': engineModule as unknown as WebAssembly.ModuleImports });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') (start as () => void)();
}

interface OpenEngine {
  engine: SchemaEngine;
  /** Ends its connections, and with them the engine's own lock on the database. */
  close(): Promise<void>;
}

/** The engine bound to a database; exported so that a test can compare the migrated database with the schema. */
export async function openSchemaEngine(connection: pg.ClientConfig, prismaDir: string): Promise<OpenEngine> {
  await (engineLoaded ??= loadEngine());
  const schema = await readFile(path.join(prismaDir, 'schema.prisma'), 'utf8');
  const { factory, dispose } = wholeScripts(new PrismaPg(connection), connection);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await engineModule.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
  return { engine, close: dispose };
}

/**
 * The engine notes a migration as begun, runs its script, and notes it as finished: three commits. A crash between them would
 * leave a note that it refuses to go on from. So the script notes its own end in its own transaction, and what is still
 * unfinished at the next start was rolled back and is forgotten.
 */
const markFinished = `
do $$ begin
  if to_regclass('public._prisma_migrations') is not null then
    update public._prisma_migrations set finished_at = now(), applied_steps_count = 1 where finished_at is null and rolled_back_at is null;
  end if;
end $$;`;

async function forgetUnfinished(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isThere: boolean }>(`select to_regclass('public._prisma_migrations') is not null as "isThere"`);
  if (rows[0]?.isThere) await client.query('delete from public._prisma_migrations where finished_at is null and rolled_back_at is null');
}

/**
 * The adapter cuts a script at every semicolon, also inside of functions and comments, and runs the parts one by one.
 * Sent whole, PostgreSQL parses it itself and applies all of it or nothing.
 */
function wholeScripts(factory: PrismaPg, connection: pg.ClientConfig): { factory: PrismaPg; dispose(): Promise<void> } {
  const connect = factory.connect.bind(factory);
  const opened: { dispose(): Promise<void> }[] = [];
  factory.connect = async () => {
    const adapter = await connect();
    opened.push(adapter);
    adapter.executeScript = async (script) => {
      const client = new pg.Client(connection);
      await client.connect();
      try {
        await client.query(`${script}\n;${markFinished}`);
      } catch (error) {
        throw new DriverAdapterError({
          kind: 'postgres',
          code: error instanceof pg.DatabaseError ? (error.code ?? 'XX000') : 'XX000',
          severity: 'ERROR',
          message: messageOf(error),
          detail: undefined,
          column: undefined,
          hint: undefined,
        });
      } finally {
        await client.end();
      }
    };
    return adapter;
  };
  return { factory, dispose: async () => void (await Promise.allSettled(opened.map((adapter) => adapter.dispose()))) };
}

async function listMigrations(baseDir: string) {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = { path: 'migration_lock.toml', content: await readFile(path.join(baseDir, 'migration_lock.toml'), 'utf8') };
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
}

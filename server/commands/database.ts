import { isAppError, messageOf } from '@/lib/errors';
import type { Config } from '@/server/config';
import { openDataDir } from '@/server/data-dir';
import { acquireLock } from '@/server/data-dir-lock';
import { loadSecrets } from '@/server/data-dir-secrets';
import { connectDatabaseServer, type DatabaseServer } from '@/server/database/connect';
import { openDatabase, type Database } from '@/server/database/database';
import { migrate } from '@/server/database/migrate';
import { createSealer, type Sealer } from '@/server/secrets/sealed';
import { layoutOf } from '@/server/postgres/layout';
import { connectionTo } from '@/server/postgres/roles';

export interface CommandDatabase {
  database: Database;
  /** With the encryption key of the data directory. */
  sealer?: Sealer;
  close(): Promise<void>;
}

/** The database for one command: that of the running Nines when there is one, else started for the command and stopped after it. */
export async function openCommandDatabase(config: Config, prismaDir: string): Promise<CommandDatabase> {
  const dataDir = await openDataDir(config.dataDir);
  const onError = (error: Error) => process.stderr.write(`A database connection was lost: ${error.message}\n`);
  const lock = await acquireLock(dataDir, { startedAt: new Date().toISOString() }).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'conflict') return null;
    throw error;
  });
  const secrets = await loadSecrets(dataDir);
  const sealer = createSealer(secrets.encryptionKey);
  if (!lock && !config.databaseUrl) {
    const { socketDir } = await layoutOf(dataDir);
    const database = openDatabase(connectionTo(socketDir, secrets.databasePassword), { poolSize: 2, onError });
    return { database, sealer, close: () => database.close() };
  }
  const signal = new AbortController().signal;
  const onDown = (reason: string) => process.stderr.write(`PostgreSQL ended: ${reason}\n`);
  let server: DatabaseServer | null = null;
  try {
    server = await connectDatabaseServer({ config, dataDir, secrets, signal, log: () => undefined, onDown, onUp: () => undefined });
    const { embedded } = server;
    await migrate(server.connection, prismaDir);
    const database = openDatabase(server.connection, { poolSize: 2, onError });
    return {
      database,
      sealer,
      close: async () => {
        await database.close();
        await embedded?.stop();
        await lock?.release();
      },
    };
  } catch (error) {
    await server?.embedded?.stop();
    await lock?.release().catch((releaseError: unknown) => process.stderr.write(`${messageOf(releaseError)}\n`));
    throw error;
  }
}

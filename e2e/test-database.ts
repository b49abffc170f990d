import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { layoutOf, socketPort } from '@/server/postgres/layout';
import type { NinesProcess } from './nines-process';

const Secrets = z.object({ databasePassword: z.string() });

/**
 * A connection to the embedded PostgreSQL of a running Nines, as its superuser: what an intruder on the machine, or an operator with a slip of the hand,
 * could do. The caller ends it.
 */
export async function openDatabase({ dataDir }: NinesProcess): Promise<pg.Client> {
  const { databasePassword } = Secrets.parse(JSON.parse(await readFile(path.join(dataDir, 'secrets.json'), 'utf8')));
  const { socketDir } = await layoutOf(dataDir);
  const client = new pg.Client({ host: socketDir, port: socketPort, user: 'postgres', password: databasePassword, database: 'nines', ssl: false });
  await client.connect();
  return client;
}

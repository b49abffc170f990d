import type pg from 'pg';

/** A transaction of plain SQL in the scope of a tenant that is known by its number alone. */
export async function inTenant<T>(pool: pg.Pool, tenantNumber: number, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query("select set_config('nines.tenant_number', $1, true)", [String(tenantNumber)]);
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    client.release(broken);
  }
}

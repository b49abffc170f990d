import type pg from 'pg';

/** A transaction of the owner in one tenant's scope: row-level security is forced on the owner too, so it sees this tenant alone. */
export async function inTenantScope<T>(client: pg.ClientBase, tenantNumber: number, run: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await client.query(`select set_config('nines.tenant_number', $1, true)`, [String(tenantNumber)]);
    const result = await run();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

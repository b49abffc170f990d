import pg from 'pg';
import type { Caller } from '@/lib/context';
import { auditLimits, type AuditVerification } from '@/lib/audit/schemas';
import type { Database } from '@/server/database/database';
import type { TestDatabase } from '@/server/database/test-database';
import { testSealer } from '@/server/statements/test-statements';
import { mutate } from './mutate';
import { verifyAudit } from './verify';

export const startMs = Date.parse('2026-01-05T03:00:00Z');

export function testCaller(tenant: Caller['tenant'], now = startMs): Caller {
  return { tenant, actor: { kind: 'system', job: 'a-test' }, permissions: [], now, requestId: 'test', address: '192.0.2.1' };
}

/** Writes entries `from` to `to`, the number in what was after, one second apart. */
export async function writeEntries(database: Database, tenant: Caller['tenant'], from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) await mutate(database, testCaller(tenant, startMs + n * 1_000), 'thing.update', () => Promise.resolve({ result: undefined, before: null, after: { n, name: 'grün' } }));
}

export function verified(database: Database, tenant: Caller['tenant'], most: number = auditLimits.verified, next: string | null = null): Promise<AuditVerification> {
  return verifyAudit({ database, sealer: testSealer }, testCaller(tenant, startMs + 3_600_000), next, most);
}

/** Does what only a superuser of the database can: with all triggers off. The statements find the tenant by nines_tenant_id(). */
export async function tamper({ connection }: Pick<TestDatabase, 'connection'>, tenant: Pick<Caller['tenant'], 'id'>, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ ...connection, user: 'postgres', password: 'only-for-tests' });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query("select set_config('nines.tenant_id', $1, false)", [tenant.id]);
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Takes all rows of the trail away, so that the next test begins anew. */
export function clearTrail(test: TestDatabase): Promise<void> {
  return tamper(test, test.tenants.alpha, ['audit_entries', 'audit_chains', 'audit_tombstones', 'audit_checkpoints', 'audit_streams', 'tenant_settings'].map((table) => `delete from ${table}`));
}

/** Rows that the tenant sees. */
export async function rowsOf<T>({ database }: Pick<TestDatabase, 'database'>, tenant: Caller['tenant'], statement: string): Promise<T[]> {
  return database.withTenant(tenant, async (client) => (await client.query(statement)).rows as T[]);
}

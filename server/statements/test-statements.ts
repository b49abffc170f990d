import { createSealer } from '@/server/secrets/sealed';
import type { Caller } from '@/lib/context';
import { StatementInput } from '@/lib/statements/schemas';
import type { Database } from '@/server/database/database';
import { addCheck, addService, objectiveOf, type TestSpan } from '@/server/sla/test-objectives';

const [minute, day] = [60_000, 86_400_000];

export const testSealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
export const month = { text: '2026-09', fromMs: Date.parse('2026-09-01T00:00:00Z'), toMs: Date.parse('2026-10-01T00:00:00Z') };
/** The day after the month. */
export const afterMonth = month.toMs + day;
export const inMonth = (dayOfMonth: number, ms = 0) => month.fromMs + (dayOfMonth - 1) * day + ms;

export interface StatedService {
  serviceId: string;
  checkId: string;
  objectiveId: string;
  input: StatementInput;
}

/** A service with an objective and one check, up in the month but for 4 m 12 s on the third and a maintenance window on the fifth; the first has a change of state. */
export async function addStatedService(database: Database, tenant: Caller['tenant'], name: string, changed: object = {}): Promise<StatedService> {
  const serviceId = await addService(database, tenant, name);
  const lost = inMonth(3, 600 * minute);
  const spans: TestSpan[] = [[month.fromMs - 5 * day, lost, 'up'], [lost, lost + 252_000, 'down'], [lost + 252_000, inMonth(5), 'up'], [inMonth(5), inMonth(5, 30 * minute), 'up', 'upgrade'], [inMonth(5, 30 * minute), month.toMs + 2 * day, 'up']];
  const checkId = await addCheck(database, tenant, serviceId, spans);
  await addEvent(database, tenant, checkId, lost);
  const objectiveId = await addObjective(database, tenant, serviceId, { name: `${name} available`, target: '99.9', ...changed });
  return { serviceId, checkId, objectiveId, input: StatementInput.parse({ serviceId, month: month.text }) };
}

export function addObjective(database: Database, tenant: Caller['tenant'], serviceId: string, changed: object): Promise<string> {
  const settings = objectiveOf(serviceId, changed);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => (await tx.objective.create({ data: { tenantId: tenant.id, serviceId, name: settings.name, settings } })).id);
}

/** A change of state that a span of the check began with. */
async function addEvent(database: Database, tenant: Caller['tenant'], checkId: string, atMs: number): Promise<void> {
  await database.withTenant(tenant, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into check_events (tenant_id, check_id, at, from_state, to_state, reason, evidence) values ($1, $2, $3, 'up', 'down', 'it was down', '{"status": 503, "headers": {"b": "2", "a": "1"}}') returning id::text`,
      [tenant.id, checkId, new Date(atMs)],
    );
    await client.query('update check_spans set event_id = $1 where check_id = $2 and from_at = $3', [rows[0]?.id, checkId, new Date(atMs)]);
  });
}

/** Does what only who owns the database can do, past the program. */
export async function tamper(database: Database, tenant: Caller['tenant'], statement: string, values: unknown[]): Promise<void> {
  const client = await database.owner.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('nines.tenant_id', $1, true)`, [tenant.id]);
    // The audit trail refuses changes to everybody, until its owner switches its guard off.
    const isTrail = statement.includes('audit_entries');
    if (isTrail) await client.query('alter table audit_entries disable trigger audit_entries_guard');
    const { rowCount } = await client.query(statement, values);
    if (isTrail) await client.query('alter table audit_entries enable trigger audit_entries_guard');
    await client.query('commit');
    if (!rowCount) throw new Error('Nothing was tampered with.');
  } finally {
    client.release();
  }
}

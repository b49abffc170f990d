import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { openTestEngine } from '@/server/metrics/engine/test-engine';
import { testCaller } from '@/server/sla/test-objectives';
import { issueStatement, previewStatement } from './issue-statement';
import { exportStatement, readStatement } from './read-statements';
import type { StatementSources } from './sources';
import { addStatedService, afterMonth, inMonth, month, tamper, testSealer } from './test-statements';
import { verifyStatement } from './verify';

let test: TestDatabase;
let engine: MetricEngine;
let sources: StatementSources;
let alpha: Caller['tenant'];
const minute = 60_000;
const day = 86_400_000;
/** When the service of the tests is down, for 4 m 12 s. */
const lost = inMonth(3, 600 * minute);

beforeAll(async () => {
  test = await createTestDatabase();
  engine = await openTestEngine(test);
  sources = { database: test.database, metrics: engine, log: createLog('silent'), sealer: testSealer };
  alpha = test.tenants.alpha;
});
afterAll(async () => {
  await engine.close();
  await test.drop();
});
beforeEach(async () => {
  for (const table of ['statements', 'services', 'checks', 'incidents', 'audit_entries']) await tamper(test.database, alpha, `with gone as (delete from ${table}) select 1`, []);
});

const caller = (now = afterMonth) => testCaller(alpha, now);
const rows = <T extends object>(sql: string, parameters: unknown[]) => test.database.withTenant(alpha, async (client) => (await client.query<T>(sql, parameters)).rows);

async function addIncident(serviceId: string, number: number, { from = lost - minute, to = lost + 10 * minute, impact = null, mergedInto = null }: { from?: number; to?: number | null; impact?: object | null; mergedInto?: string | null } = {}): Promise<string> {
  const [row] = await rows<{ id: string }>(
    `insert into incidents (tenant_id, number, title, state, severity, source, declared_by, started_at, resolved_at, joined_at, merged_into) values ($1, $2, $3, $4, 'sev1', 'person', '{}', $5, $6, $5, $7) returning id`,
    [alpha.id, number, `Incident of db-${number}`, to === null ? 'investigating' : 'reviewed', new Date(from), to === null ? null : new Date(to), mergedInto],
  );
  await rows('insert into incident_services (incident_id, service_id, tenant_id, impact) values ($1, $2, $3, $4)', [row?.id, serviceId, alpha.id, impact === null ? null : JSON.stringify(impact)]);
  return row?.id ?? '';
}
const said = (from: number, to: number | null) => ({ from, to, degree: 'degraded', reason: 'Users saw it.', by: { kind: 'user', id: 'a', name: 'Alice' }, at: afterMonth });
const incidentsOf = async (input: Parameters<typeof previewStatement>[2]) => (await previewStatement(sources, caller(), input)).statement.incidents;

describe('a statement', () => {
  it('lists what touched the service in the month, by the checks or by what somebody said, and nothing else', async () => {
    const { serviceId, input } = await addStatedService(test.database, alpha, 'shop');
    const first = await addIncident(serviceId, 1);
    await addIncident(serviceId, 2, { from: inMonth(10), to: inMonth(11) });
    await addIncident(serviceId, 3, { from: inMonth(10), to: inMonth(11), impact: said(inMonth(10), inMonth(10, 30 * minute)) });
    await addIncident(serviceId, 4, { mergedInto: first });
    await addIncident(serviceId, 5, { from: month.fromMs - 3 * day, to: month.fromMs - day, impact: said(month.fromMs - 3 * day, month.fromMs + 5 * minute) });
    await addIncident(serviceId, 6, { from: inMonth(30), to: null, impact: said(month.toMs - 5 * minute, null) });
    await addIncident(serviceId, 7, { from: month.toMs + minute, to: null, impact: said(month.toMs + minute, null) });
    expect(await incidentsOf(input)).toEqual({
      omitted: 0,
      listed: [
        { number: 5, title: 'Incident of db-5', severity: 'SEV1', from: month.fromMs, to: month.fromMs + 5 * minute, ms: 5 * minute, degree: 'degraded', source: 'person', reason: 'Users saw it.' },
        { number: 1, title: 'Incident of db-1', severity: 'SEV1', from: lost, to: lost + 252_000, ms: 252_000, degree: 'down', source: 'checks', reason: '' },
        { number: 3, title: 'Incident of db-3', severity: 'SEV1', from: inMonth(10), to: inMonth(10, 30 * minute), ms: 30 * minute, degree: 'degraded', source: 'person', reason: 'Users saw it.' },
        { number: 6, title: 'Incident of db-6', severity: 'SEV1', from: month.toMs - 5 * minute, to: month.toMs, ms: 5 * minute, degree: 'degraded', source: 'person', reason: 'Users saw it.' },
      ],
    });
    expect((await incidentsOf({ ...input, hasReasons: false }))?.listed.map(({ title, reason }) => title + reason)).toEqual(['', '', '', '']);
  });

  it('of a month without incidents has no such section', async () => {
    const { input } = await addStatedService(test.database, alpha, 'shop');
    const { id } = await issueStatement(sources, caller(), input);
    const { text } = await readStatement(sources, caller(), id);
    expect(text).not.toContain('incidents');
    expect((await verifyStatement(sources, caller(), id)).result).toBe('ok');
  });

  it('keeps what it said of an incident when that is edited, counts the same, and is verified by its hash', async () => {
    const { serviceId, input } = await addStatedService(test.database, alpha, 'shop');
    const incident = await addIncident(serviceId, 1);
    const { id } = await issueStatement(sources, caller(), input);
    await expect(issueStatement(sources, caller(), input)).rejects.toMatchObject({ code: 'invalid' });
    const before = await readStatement(sources, caller(), id);
    expect((await exportStatement(sources, caller(), id)).csv).toContain('incident,,,,2026-09-03T10:00:00.000Z,2026-09-03T10:04:12.000Z,down,,,,,,,,,,,,,,,,,,,1,Incident of db-1,SEV1,252000,checks');
    await rows('update incident_services set impact = $2 where incident_id = $1', [incident, JSON.stringify(said(inMonth(3), inMonth(4)))]);
    expect((await verifyStatement(sources, caller(), id)).result).toBe('ok');
    const { statement, replaces } = await previewStatement(sources, caller(), input);
    expect(statement.incidents?.listed).toMatchObject([{ ms: day, source: 'person' }]);
    expect(replaces).toBe(1);
    expect(statement.objectives).toEqual(before.document?.statement.objectives);
    await issueStatement(sources, caller(), input);
    expect((await readStatement(sources, caller(), id)).text).toBe(before.text);
    await tamper(test.database, alpha, `update statements set document = replace(document, '"ms":252000', '"ms":1') where id = $1`, [id]);
    expect((await verifyStatement(sources, caller(), id)).result).toBe('different');
  });
});

import { createHash, verify } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '@/lib/context';
import { canonicalJson } from '@/lib/statements/canonical';
import { StatementInput } from '@/lib/statements/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { openTestEngine } from '@/server/metrics/engine/test-engine';
import { addCheck, addService, testCaller } from '@/server/sla/test-objectives';
import { issueStatement, previewStatement } from './issue-statement';
import { exportStatement, listStatements, readStatement } from './read-statements';
import type { StatementSources } from './sources';
import { addObjective, addStatedService, afterMonth, inMonth, month, tamper, testSealer } from './test-statements';
import { verifyStatement } from './verify';

let test: TestDatabase;
let engine: MetricEngine;
let sources: StatementSources;
let alpha: Caller['tenant'];
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const query = { limit: 50, offset: 0 };

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
  for (const table of ['statements', 'services', 'checks', 'audit_entries']) await tamper(test.database, alpha, `with gone as (delete from ${table}) select 1`, []);
});

const caller = (now = afterMonth) => testCaller(alpha, now);
const stated = (name: string, changed = {}) => addStatedService(test.database, alpha, name, changed);
const inAlpha = (statement: string, values: unknown[]) => tamper(test.database, alpha, statement, values);
/** What a verification months later says; only what is not ok unless asked. */
async function verified(id: string, now = afterMonth + 30 * day) {
  const { result, findings } = await verifyStatement(sources, caller(now), id);
  return { result, wrong: findings.filter((finding) => finding.result !== 'ok').map(({ what, result: each }) => `${what} ${each}`), findings };
}

describe('issuing', () => {
  it('freezes the month in a signed document that is hashed as it is downloaded, with an audit entry', async () => {
    const { input, checkId } = await stated('shop');
    const { id, number } = await issueStatement(sources, caller(), input);
    expect(number).toBe(1);
    const { text, hash, signature, publicKey, document } = await readStatement(sources, caller(), id);
    expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))).toBe(true);
    expect(text).toBe(canonicalJson(document));
    expect(document).toMatchObject({ tenantId: alpha.id, number: 1, previousHash: '0'.repeat(64), replaces: null, issuedAt: afterMonth, issuedBy: 'API key of a test' });
    expect(document?.statement).toMatchObject({ issuer: 'Alpha', service: { name: 'shop', tier: 3 }, month: '2026-09', timeZone: 'UTC', from: month.fromMs, to: month.toMs, measuredUntil: month.toMs });
    const lost = inMonth(3, 600 * minute);
    expect(document?.statement.objectives).toMatchObject([{
      tally: { upMs: 30 * day - 30 * minute - 252_000, downMs: 252_000, maintenanceMs: 30 * minute, unknownMs: 0, degradedMs: 0 }, measuredFrom: month.fromMs, isMet: true, percent: 99.990271,
      stretches: [
        { from: lost, to: lost + 252_000, kind: 'down', countsAs: 'bad', causes: [{ checkId, reason: 'it was down', event: { at: lost, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string } }] },
        { from: inMonth(5), to: inMonth(5, 30 * minute), kind: 'maintenance', countsAs: 'excluded', causes: [{ maintenance: { name: 'upgrade' }, reason: 'planned', event: null }] },
      ],
    }]);
    const audit = await test.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.auditEntry.findMany({ where: { action: 'statement.issue' }, orderBy: { at: 'desc' }, take: 1 }));
    expect(audit).toMatchObject([{ before: null, after: { id, number: 1, hash, service: 'shop' } }]);
    expect(await exportStatement(sources, caller(), id)).toMatchObject({ fileName: 'statement-1-shop-2026-09.csv', csv: expect.stringContaining('stretch,shop available') as string });
  });

  it('at the same moment gives numbers without a gap, each with the hash of the one before', async () => {
    const { input } = await stated('shop');
    const made = await Promise.all(['a', 'b', 'c', 'd'].map((customer) => issueStatement(sources, caller(), { ...input, customer })));
    expect(made.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
    for (const { id } of made) expect((await verified(id)).wrong).toEqual([]);
    const { statements, customers, total } = await listStatements(sources, caller(), query);
    expect([statements.map(({ number }) => number), customers, total]).toEqual([[4, 3, 2, 1], ['a', 'b', 'c', 'd'], 4]);
    expect((await listStatements(sources, caller(), { ...query, customer: 'b' })).total).toBe(1);
  });

  it('again is refused while nothing changed, and then replaces the newest one, which stays', async () => {
    const { input, checkId } = await stated('shop');
    const first = await issueStatement(sources, caller(), input);
    await expect(issueStatement(sources, caller(), input)).rejects.toMatchObject({ code: 'invalid', message: 'body.month: Nothing has changed since statement 1.' });
    await inAlpha(`update check_spans set state = 'down' where check_id = $1 and maintenance is not null`, [checkId]);
    await inAlpha(`update check_spans set maintenance = null where check_id = $1`, [checkId]);
    expect(await previewStatement(sources, caller(), input)).toMatchObject({ replaces: 1, finalFrom: month.toMs + 2 * minute + 2 * 20_000 + 10_000 });
    const second = await issueStatement(sources, caller(), input);
    expect((await readStatement(sources, caller(), second.id)).document).toMatchObject({ number: 2, replaces: 1 });
    expect(await readStatement(sources, caller(), first.id)).toMatchObject({ replacedBy: 2 });
    expect((await issueStatement(sources, caller(), { ...input, hasReasons: false })).number).toBe(3);
    expect(await readStatement(sources, caller(), second.id)).toMatchObject({ replacedBy: 3 });
    await inAlpha('delete from statements where number = 3', []);
    expect((await listStatements(sources, caller(), query)).statements.map(({ replaces, replacedBy }) => [replaces, replacedBy])).toEqual([[1, null], [null, 2]]);
  });

  it('replaces only what was stated of the same objectives', async () => {
    const { input, serviceId, objectiveId } = await stated('shop');
    const other = await addObjective(test.database, alpha, serviceId, { name: 'strict', target: '99.99' });
    const issue = async (objectiveIds: string[]) => (await readStatement(sources, caller(), (await issueStatement(sources, caller(), { ...input, objectiveIds })).id)).document?.replaces;
    expect(await issue([objectiveId])).toBeNull();
    expect(await issue([other])).toBeNull();
    expect(await issue([])).toBeNull();
    await expect(issue([other, objectiveId])).rejects.toThrow('Nothing has changed since statement 3.');
    await inAlpha(`update objectives set version = 2, settings = settings || '{"target": "99.5"}' where id = $1`, [objectiveId]);
    expect(await previewStatement(sources, caller(), { ...input, objectiveIds: [other] })).toMatchObject({ replaces: 2 });
    await expect(issue([other])).rejects.toThrow('Nothing has changed since statement 2.');
    expect(await issue([objectiveId])).toBe(1);
    expect(await issue([])).toBe(3);
  });

  it('counts one month of a tenant at a time, and refuses what would be the tenth', async () => {
    const { input } = await stated('shop');
    const previews = await Promise.allSettled(Array.from({ length: 12 }, () => previewStatement(sources, caller(), input)));
    expect(previews.map(({ status }) => status)).toEqual([...Array.from({ length: 9 }, () => 'fulfilled'), ...Array.from({ length: 3 }, () => 'rejected')]);
    expect(previews.at(-1)).toMatchObject({ reason: { code: 'too_many_requests' } });
  });

  it('without reasons tells none, and verifies as well', async () => {
    const { input } = await stated('shop');
    const { id } = await issueStatement(sources, caller(), { ...input, hasReasons: false });
    const { text } = await readStatement(sources, caller(), id);
    expect(text).not.toMatch(/it was down|planned|upgrade/);
    expect(await verified(id)).toMatchObject({ result: 'ok', wrong: [] });
  });

  it.each([
    ['before the last results can be in', { now: month.toMs + minute }, /The last results of 2026-09 can come until 2026-10-01T00:02:50\.000Z/],
    ['of a month that has not begun', { month: '2026-11' }, /2026-11 has not begun yet/],
    ['of a month of which the results are no longer kept', { now: month.toMs + 400 * day }, /is no longer kept/],
    ['of a service that there is not', { serviceId: '00000000-0000-4000-8000-000000000000' }, /no service with this id/],
    ['of an objective of another service', { objectiveIds: ['00000000-0000-4000-8000-000000000000'] }, /has no objective with the id/],
  ])('%s is refused', async (_, { now, ...changed }: { now?: number; month?: string; serviceId?: string; objectiveIds?: string[] }, message) => {
    const { input } = await stated('shop');
    await expect(issueStatement(sources, caller(now), { ...input, ...changed })).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(message) as string });
  });

  it('of objectives in several time zones is refused with their names, and of one of them is not', async () => {
    const { input, serviceId } = await stated('shop');
    const other = await addObjective(test.database, alpha, serviceId, { name: 'elsewhere', timeZone: 'Europe/Berlin' });
    await expect(issueStatement(sources, caller(), input)).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(/several time zones: Europe\/Berlin, UTC/) as string });
    expect((await previewStatement(sources, caller(), { ...input, objectiveIds: [other] })).statement).toMatchObject({ timeZone: 'Europe/Berlin', from: month.fromMs - 2 * hour });
    const bare = await addService(test.database, alpha, 'bare');
    await expect(previewStatement(sources, caller(), StatementInput.parse({ serviceId: bare, month: month.text }))).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(/"bare" has no objectives/) as string });
  });

  it('is previewed for a month that goes on, with what was measured until now', async () => {
    const { input } = await stated('shop');
    const now = inMonth(11);
    const { statement, finalFrom } = await previewStatement(sources, caller(now), input);
    expect([statement.to, statement.measuredUntil, finalFrom > month.toMs]).toEqual([month.toMs, now, true]);
    const [objective] = statement.objectives;
    expect(objective?.days).toHaveLength(10);
    expect(objective).toMatchObject({ amount: { good: 10 * day - 252_000 - 30 * minute, bad: 252_000 }, budget: { total: 0.001 * (30 * day - 30 * minute) } });
  });
});

describe('what counts events', () => {
  it('comes from recorded days; one that nobody can tell any more is named, and later ones that are gone are unknown', async () => {
    const { serviceId, checkId } = await stated('shop');
    const objectiveId = await addObjective(test.database, alpha, serviceId, { name: 'fast', target: '99', sli: { kind: 'latency', checkId, thresholdMs: 200 } });
    const input = StatementInput.parse({ serviceId, month: month.text, objectiveIds: [objectiveId] });
    await inAlpha(
      `insert into sla_metrics (objective_id, day, tenant_id, from_at, to_at, up_ms, degraded_ms, down_ms, unknown_ms, maintenance_ms, good, bad, settings_version, computed_at)
       select $1, '2026-09-01'::date + n, $2, '2026-09-01Z'::timestamptz + n * interval '1 day', '2026-09-02Z'::timestamptz + n * interval '1 day', 0, 0, 0, 0, 0, 4000, 20, 1, now() from generate_series(0, 28) n`,
      [objectiveId, alpha.id],
    );
    const { id } = await issueStatement(sources, caller(month.toMs + 20 * day), input);
    const { document } = await readStatement(sources, caller(), id);
    expect(document?.statement.objectives).toMatchObject([{ amount: { good: 29 * 4_000, bad: 580, unit: 'events' }, percent: 99.502487, isMet: null, missingDays: ['2026-09-30'], tally: null, measure: expect.stringMatching(/within 200 ms/) as string }]);
    expect(await verified(id)).toMatchObject({ result: 'ok' });
    await inAlpha(`update sla_metrics set bad = 0 where objective_id = $1 and day = '2026-09-04'`, [objectiveId]);
    const { findings } = await verified(id);
    expect(findings.find(({ what }) => what === 'figures')?.differences).toContainEqual({ where: 'bad on 4 September', stated: '20 events', now: '0 events' });
    await inAlpha(`delete from sla_metrics where objective_id = $1 and day = '2026-09-05'`, [objectiveId]);
    const without = (await verified(id)).findings.find(({ what }) => what === 'figures');
    expect(without).toMatchObject({ result: 'different', differences: [{ where: 'bad on 4 September', stated: '20 events', now: '0 events' }], sentence: expect.stringMatching(/the figures of 5 September are not recorded any more\.$/) as string });
    await inAlpha(`delete from sla_metrics where objective_id = $1 and day = '2026-09-04'`, [objectiveId]);
    const lost = (await verified(id)).findings.find(({ what }) => what === 'figures');
    expect(lost).toMatchObject({ result: 'unknown', sentence: expect.stringMatching(/the figures of 2 of its days are not recorded any more\. Those of the other days are as they were stated/) as string });
    await inAlpha(`update sla_metrics set bad = 'Infinity' where objective_id = $1 and day = '2026-09-06'`, [objectiveId]);
    expect((await verified(id)).wrong).toEqual(['figures different']);
    await inAlpha(`update objectives set version = 2, settings = '{}' where id = $1`, [objectiveId]);
    expect((await verified(id)).wrong).toEqual(['figures different']);
    await inAlpha(`delete from objectives where id = $1`, [objectiveId]);
    expect((await verified(id)).wrong).toEqual(['figures unknown']);
  });

  it('is asked of the metrics where it was not recorded yet', async () => {
    const { serviceId } = await stated('shop');
    const sli = { kind: 'ratio', good: 'sum(increase(none_total[$window]))', total: 'sum(increase(none_total[$window]))' };
    const objectiveId = await addObjective(test.database, alpha, serviceId, { name: 'requests', sli });
    const { id } = await issueStatement(sources, caller(), StatementInput.parse({ serviceId, month: month.text, objectiveIds: [objectiveId] }));
    const { document } = await readStatement(sources, caller(), id);
    expect(document?.statement.objectives[0]).toMatchObject({ percent: null, isMet: null, missingDays: [], measuredFrom: null });
    expect(document?.statement.objectives[0]?.days).toHaveLength(30);
    expect(await verified(id)).toMatchObject({ result: 'ok' });
  });
});

describe('verifying', () => {
  it('finds nothing where nothing was tampered with, whatever was renamed, changed or switched off since', async () => {
    const { input, checkId, serviceId, objectiveId } = await stated('shop');
    const { id } = await issueStatement(sources, caller(), input);
    expect(await verified(id)).toMatchObject({ result: 'ok', wrong: [] });
    await inAlpha(`update checks set name = 'another', is_enabled = false where id = $1`, [checkId]);
    await inAlpha(`update services set name = 'store' where id = $1`, [serviceId]);
    await inAlpha(`update tenants set name = 'Omega' where id = $1`, [alpha.id]);
    await inAlpha(`update objectives set name = 'x', version = 2, settings = settings || '{"target": "99.99", "timeZone": "Asia/Tokyo", "counting": {"degraded": "bad", "unknown": "bad", "maintenance": "bad"}}' where id = $1`, [objectiveId]);
    await addCheck(test.database, alpha, serviceId, [[month.toMs + hour, month.toMs + day, 'down']]);
    expect(await verified(id)).toMatchObject({ result: 'ok', wrong: [] });
    await inAlpha(`delete from objectives where id = $1`, [objectiveId]);
    await inAlpha(`update checks set service_id = null where id = $1`, [checkId]);
    await inAlpha(`delete from services where id = $1`, [serviceId]);
    expect(await verified(id)).toMatchObject({ result: 'ok', wrong: [] });
    expect(await readStatement(sources, caller(), id)).toMatchObject({ serviceId: null });
    await inAlpha(`update tenants set name = 'Alpha' where id = $1`, [alpha.id]);
  });

  it('comes out the same where the last result before the end of the month was the last one for days', async () => {
    const { serviceId } = await stated('shop');
    const late = await addCheck(test.database, alpha, serviceId, [[inMonth(20), month.toMs - 10_000, 'up']]);
    const state = (covered: number) => inAlpha(
      `insert into check_states (check_id, tenant_id, state, since, reason, memory, span_from, measured_at, covered_until, updated_at) values ($1, $2, 'up', $3, '', '{}', $3, $4, $5, now())`,
      [late, alpha.id, new Date(inMonth(20)), new Date(month.toMs - 10_000), new Date(covered)],
    );
    await state(month.toMs + 30_000);
    const { id } = await issueStatement(sources, caller(), StatementInput.parse({ serviceId, month: month.text }));
    expect((await readStatement(sources, caller(), id)).document?.statement.objectives[0]?.tally).toMatchObject({ unknownMs: 10_000 });
    await inAlpha('delete from check_states where check_id = $1', [late]);
    expect(await verified(id)).toMatchObject({ result: 'ok' });
  });

  const tampering: Record<string, { change: string; of: (made: { checkId: string; id: string }) => string; wrong: string[]; says: RegExp }> = {
    'a span that was cut': { change: `update check_spans set to_at = to_at - interval '110 seconds' where check_id = $1 and state = 'down'`, of: ({ checkId }) => checkId, wrong: ['figures different'], says: /"down on 3 September","stated":"4 m 12 s","now":"2 m 22 s"/ },
    'a span that was made up': { change: `update check_spans set state = 'up' where check_id = $1 and state = 'down'`, of: ({ checkId }) => checkId, wrong: ['figures different'], says: /"down on 3 September","stated":"4 m 12 s","now":"0 s"/ },
    'a reason that was changed': { change: `update check_spans set reason = 'planned' where check_id = $1 and state = 'down'`, of: ({ checkId }) => checkId, wrong: ['figures different'], says: /causes of down from 3 September 10:00:00/ },
    'evidence that was changed': { change: `update check_events set evidence = '{"status": 200}' where check_id = $1`, of: ({ checkId }) => checkId, wrong: ['evidence different'], says: /check .* at 3 September 10:00:00 was changed/ },
    'evidence that was removed': { change: `delete from check_events where check_id = $1`, of: ({ checkId }) => checkId, wrong: ['evidence different'], says: /check .* at 3 September 10:00:00 was removed/ },
    'the text': { change: `update statements set document = replace(document, '"downMs":252000', '"downMs":2000') where id = $1`, of: ({ id }) => id, wrong: ['document different', 'chain different', 'signature different', 'figures different'], says: /"down in the month","stated":"2 s","now":"4 m 12 s"/ },
    'the text, so that it is none any more': { change: `update statements set document = 'gone' where id = $1`, of: ({ id }) => id, wrong: ['document different', 'chain different', 'signature different', 'figures unknown', 'evidence unknown'], says: /no statement any more/ },
    'the hash': { change: `update statements set hash = repeat('a', 64) where id = $1`, of: ({ id }) => id, wrong: ['document different', 'chain different'], says: /Statement 2 was changed: its text has not the hash/ },
    'text and hash together': {
      change: `update statements set document = replace(document, 'Alpha', 'Omega'), hash = encode(sha256(convert_to(replace(document, 'Alpha', 'Omega'), 'UTF8')), 'hex') where id = $1`, of: ({ id }) => id,
      wrong: ['chain different', 'signature different'], says: /Statement 3 was issued after another statement 2/,
    },
    'the signature': { change: `update statements set signature = repeat('A', 86) || '==' where id = $1`, of: ({ id }) => id, wrong: ['signature different'], says: /The signature does not fit/ },
    'a column': { change: `update statements set customer = 'Evil' where id = $1`, of: ({ id }) => id, wrong: ['document different'], says: /"where":"customer","stated":"b","now":"Evil"/ },
    'the hash of the one before': { change: `update statements set previous_hash = repeat('b', 64) where id = $1`, of: ({ id }) => id, wrong: ['document different', 'chain different'], says: /Statement 2 was issued after another statement 1/ },
    'one in the middle that was deleted': { change: `delete from statements where number = 1 and $1::uuid is not null`, of: ({ id }) => id, wrong: ['chain different'], says: /Statement 1 is missing\./ },
    'the newest one that was deleted': { change: `delete from statements where number = 3 and $1::uuid is not null`, of: ({ id }) => id, wrong: ['chain different'], says: /Statement 3 is missing: the audit trail says that it was issued/ },
    'a number that was put far away': { change: `update statements set number = 2147483647 where number = 3 and $1::uuid is not null`, of: ({ id }) => id, wrong: ['chain different'], says: /Statement 3 is missing\. Statement 4 is missing\./ },
    'a span that never began': { change: `update check_spans set from_at = '-infinity' where check_id = $1 and state = 'down'`, of: ({ checkId }) => checkId, wrong: ['figures different'], says: /What is stored of the objective .* cannot be read\./ },
    'a span with a window that is none': { change: `update check_spans set maintenance = '[1]' where check_id = $1 and maintenance is not null`, of: ({ checkId }) => checkId, wrong: ['figures different'], says: /What is stored of the objective .* cannot be read\./ },
    'evidence that is no JSON number': { change: `update check_events set evidence = '{"status": 1e400}' where check_id = $1`, of: ({ checkId }) => checkId, wrong: ['figures different', 'evidence different'], says: /What is stored of the changes of state behind .* cannot be read\./ },
    'objectives of the row that are no JSON numbers': { change: `update statements set objectives = '[1e400]' where id = $1`, of: ({ id }) => id, wrong: ['document different'], says: /What is stored of statement 2 cannot be read\./ },
    'a time of issue that is none': { change: `update statements set issued_at = 'infinity' where id = $1`, of: ({ id }) => id, wrong: ['document different'], says: /What is stored of statement 2 cannot be read\./ },
    'a text with half a letter': {
      change: `update statements set document = replace(document, '"customer":"b"', '"customer":"\\ud800"') where id = $1`, of: ({ id }) => id, wrong: ['document different', 'chain different', 'signature different'], says: /has not the hash/,
    },
    'a check that was deleted': { change: `delete from checks where id = $1`, of: ({ checkId }) => checkId, wrong: ['figures unknown', 'evidence unknown'], says: /was deleted with what it measured/ },
  };

  it.each(Object.entries(tampering))('names %s', async (_, { change, of, wrong, says }) => {
    const { input, checkId } = await stated('shop');
    const ids: string[] = [];
    for (const customer of ['a', 'b', 'c']) ids.push((await issueStatement(sources, caller(), { ...input, customer })).id);
    const id = ids[1] ?? '';
    expect((await verified(id)).wrong).toEqual([]);
    await inAlpha(change, [of({ checkId, id })]);
    const after = await verified(id);
    expect(after.wrong).toEqual(wrong);
    expect(JSON.stringify(after.findings)).toMatch(says);
  });

  it('says what is no longer kept: changes of state after 90 days, results after 400', async () => {
    const { input, checkId } = await stated('shop');
    const { id } = await issueStatement(sources, caller(), input);
    await inAlpha('delete from check_events where check_id = $1', [checkId]);
    expect((await verified(id, inMonth(3, 600 * minute) + 89 * day)).wrong).toEqual(['evidence different']);
    // Within the last day it may be deleted at this moment.
    expect((await verified(id, inMonth(3, 600 * minute) + 89 * day + 1)).wrong).toEqual(['evidence unknown']);
    expect((await verified(id, month.toMs + 100 * day)).wrong).toEqual(['evidence unknown']);
    await inAlpha('delete from check_spans where check_id = $1', [checkId]);
    expect((await verified(id, month.toMs + 401 * day)).wrong).toEqual(['figures unknown', 'evidence unknown']);
  });

  it('looks at no signature without the key', async () => {
    const { input } = await stated('shop');
    const { id } = await issueStatement(sources, caller(), input);
    const { findings, result } = await verifyStatement({ ...sources, sealer: null }, caller(), id);
    expect([result, findings.find(({ what }) => what === 'signature')?.result]).toEqual(['unknown', 'unknown']);
  });
});

describe('statements', () => {
  it('cannot be changed or deleted by the program', async () => {
    const { input } = await stated('shop');
    await issueStatement(sources, caller(), input);
    for (const statement of ['update statements set customer = $1', 'delete from statements where customer <> $1']) {
      await expect(test.database.withTenant(alpha, (client) => client.query(statement, ['x']))).rejects.toThrow(/permission denied/);
    }
  });

  it('are not seen by another tenant, which counts from 1 by itself', async () => {
    const { input } = await stated('shop');
    const { id } = await issueStatement(sources, caller(), input);
    const charlie = testCaller(test.tenants.beta, afterMonth);
    await expect(readStatement(sources, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(verifyStatement(sources, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(exportStatement(sources, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(previewStatement(sources, charlie, input)).rejects.toMatchObject({ code: 'invalid' });
    expect(await listStatements(sources, charlie, query)).toMatchObject({ statements: [], total: 0, customers: [] });
    const theirs = await addStatedService(test.database, test.tenants.beta, 'shop');
    const made = await issueStatement(sources, charlie, theirs.input);
    expect(made.number).toBe(1);
    const [ours, other] = [await readStatement(sources, caller(), id), await readStatement(sources, charlie, made.id)];
    expect(verify(null, Buffer.from(other.text), other.publicKey, Buffer.from(other.signature, 'base64'))).toBe(true);
    expect(ours.publicKey).not.toBe(other.publicKey);
    await expect(issueStatement(sources, caller(), { ...input, objectiveIds: [theirs.objectiveId] })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('of a month with 50,000 spans are issued and verified', async () => {
    const { input, checkId } = await stated('busy');
    await inAlpha('delete from check_spans where check_id = $1', [checkId]);
    await test.database.withTenant(alpha, (client) =>
      client.query(
        `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason)
         select $1, to_timestamp(($3::float8 + n * 51840::float8) / 1000), to_timestamp(($3::float8 + (n + 1) * 51840::float8) / 1000), $2, case n % 2 when 0 then 'up' else 'down' end, 'n' from generate_series(0, 49999) n`,
        [checkId, alpha.id, month.fromMs],
      ));
    const began = performance.now();
    const { id } = await issueStatement(sources, caller(), input);
    const issued = performance.now();
    const { result } = await verified(id);
    const { text, document } = await readStatement(sources, caller(), id);
    process.stdout.write(`50,000 spans: issued in ${Math.round(issued - began)} ms, verified in ${Math.round(performance.now() - issued)} ms, ${Math.round(text.length / 1024)} KiB\n`);
    expect(result).toBe('ok');
    expect(document?.statement.objectives[0]).toMatchObject({ tally: { upMs: 15 * day, downMs: 15 * day }, omitted: { count: 24_000 } });
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleSettings, type RuleInput, type RuleView } from '@/lib/alerts/rules/schemas';
import { seeds } from '@/lib/alerts/rules/seeds';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { findProgram } from '@/server/test-programs';
import { exportRules } from './export-rules';
import { importRules } from './import-rules';
import { listRules } from './list-rules';
import { createRule, deleteRule, readRule, switchRule, updateRule } from './rules';
import { seedRules } from './seed-rules';
import { readThresholds, updateThresholds } from './thresholds';

const now = Date.UTC(2026, 0, 15, 12);
let test: TestDatabase;
let cast: Cast;
let alice: Caller;
let charlie: Caller;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  alice = callerOf(cast.alice, permissionsOf('OWNER'), now);
  charlie = callerOf(cast.charlie, permissionsOf('OWNER'), now);
});
afterAll(() => test.drop());

let made = 0;
const settings = (changed: Partial<RuleInput> = {}) => RuleSettings.parse({ name: `rule ${(made += 1)}`, condition: { kind: 'promql', expr: 'up == 0', severity: 'critical' }, ...changed });
const levels = (threshold: string): RuleInput['condition'] => ({ kind: 'levels', query: 'cpu', comparison: '>', warning: { threshold, side: 'warning' }, critical: null });
const create = (changed: Partial<RuleInput> = {}, caller = alice): Promise<RuleView> => createRule(test, caller, settings(changed));
const list = (query: Partial<Parameters<typeof listRules>[2]> = {}, caller = alice) => listRules(test, caller, { limit: 500, ...query });
const namesOf = ({ rules }: { rules: { settings: { name: string } }[] }) => rules.map((rule) => rule.settings.name);
const inTenant = <T>(caller: Caller, run: Parameters<typeof test.database.transaction<T>>[1]) => test.database.transaction({ kind: 'tenant', tenant: caller.tenant }, run);
const auditOf = (action: string, caller = alice) => inTenant(caller, (tx) => tx.auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } }));
const removeAll = (caller: Caller) =>
  inTenant(caller, async (tx) => {
    await tx.alertRule.deleteMany({});
    await tx.alertThresholds.deleteMany({});
  });

describe('an alert rule', () => {
  it('is created, read and audited', async () => {
    const created = await create({ name: 'first' });
    expect(created).toMatchObject({
      version: 1, seed: null, createdAt: now, updatedAt: now, settings: { name: 'first', intervalMs: 15_000 },
      expressions: [{ severity: 'critical', expr: 'up == 0' }], health: { evaluatedAt: null, error: null }, active: { pending: 0, firing: 0, worst: null },
    });
    expect(await readRule(test, alice, created.id)).toEqual(created);
    expect((await auditOf('alert_rule.create')).at(-1)).toMatchObject({ actor: { kind: 'user', id: cast.alice.id }, before: null, after: { id: created.id, version: 1, settings: { name: 'first' } }, requestId: 'test' });
  });

  it('is changed from the version that was read; a lost race is a conflict', async () => {
    const { id } = await create();
    const changed = await updateRule(test, alice, id, { version: 1, settings: settings({ name: 'renamed' }) });
    expect(changed).toMatchObject({ version: 2, settings: { name: 'renamed' } });
    expect((await auditOf('alert_rule.update')).at(-1)).toMatchObject({ before: { id, version: 1 }, after: { version: 2, settings: { name: 'renamed' } } });
    await expect(updateRule(test, alice, id, { version: 1, settings: settings() })).rejects.toMatchObject({ code: 'conflict' });
    expect(await readRule(test, alice, id)).toEqual(changed);
  });

  it('has a name of its own, also when two are made at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => create({ name: 'same' })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict', message: expect.stringContaining('"same"') });
    const { id } = await create();
    await expect(updateRule(test, alice, id, { version: 1, settings: settings({ name: 'same' }) })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is switched off and on', async () => {
    const { id } = await create();
    expect(await switchRule(test, alice, id, { version: 1, isEnabled: false })).toMatchObject({ version: 2, settings: { isEnabled: false } });
    await expect(switchRule(test, alice, id, { version: 1, isEnabled: true })).rejects.toMatchObject({ code: 'conflict' });
    expect(await switchRule(test, alice, id, { version: 2, isEnabled: true })).toMatchObject({ version: 3, settings: { isEnabled: true } });
    expect([(await auditOf('alert_rule.disable')).length, (await auditOf('alert_rule.enable')).length]).toEqual([1, 1]);
  });

  it('is deleted, and its history stays', async () => {
    const { id } = await create();
    await inTenant(alice, (tx) => tx.alert.create({ data: alertOf(alice, id, 'firing') }));
    await expect(deleteRule(test, alice, id, 2)).rejects.toMatchObject({ code: 'conflict' });
    await deleteRule(test, alice, id, 1);
    await expect(readRule(test, alice, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await auditOf('alert_rule.delete')).at(-1)).toMatchObject({ before: { id }, after: null });
    expect(await inTenant(alice, (tx) => tx.alert.deleteMany({ where: { name: `of ${id}` } }))).toEqual({ count: 1 });
  });

  it('of another tenant is not found', async () => {
    const { id } = await create();
    await expect(readRule(test, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateRule(test, charlie, id, { version: 1, settings: settings() })).rejects.toMatchObject({ code: 'not_found' });
    await expect(switchRule(test, charlie, id, { version: 1, isEnabled: false })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteRule(test, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await list({}, charlie)).toMatchObject({ rules: [], counts: { total: 0 } });
  });

  it('that cannot be evaluated is refused with its place', async () => {
    await expect(create({ condition: { kind: 'promql', expr: 'up ==', severity: 'info' } })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.condition.expr' }] });
    const { id } = await create();
    const broken = settings({ condition: levels('nothing') });
    await expect(updateRule(test, alice, id, { version: 1, settings: broken })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.settings.condition.warning' }] });
  });

  it('takes any text that JSON can carry', async () => {
    const created = await create({ description: 'a\u0000b\ud800c', annotations: { summary: '😀 ‮' } });
    expect(created.settings.description).not.toContain('\u0000');
    expect(created.settings.annotations.summary).toBe('😀 ‮');
  });
});

function alertOf({ tenant }: Caller, ruleId: string, state: string, severity = 'critical') {
  made += 1;
  return {
    tenantId: tenant.id, ruleId, state, fingerprint: String(made).padStart(16, '0'), source: 'rule', name: `of ${ruleId}`, severity, isActive: state !== 'resolved', labels: {}, annotations: {}, startsAt: new Date(now),
  };
}

describe('the list of rules', () => {
  beforeAll(async () => {
    await inTenant(alice, (tx) => tx.alertRule.deleteMany({}));
    const { id: firing } = await create({ name: 'a firing', team: 'infra' });
    const { id: pending } = await create({ name: 'b pending', description: 'Looks at 100% of the Disks' });
    const { id: failing } = await create({ name: 'c failing' });
    await create({ name: 'd off', isEnabled: false, team: 'infra' });
    await create({ name: 'e quiet' });
    await create({ name: 'of Beta' }, charlie);
    await inTenant(alice, async (tx) => {
      for (const [state, severity] of [['firing', 'info'], ['acknowledged', 'warning'], ['pending', 'critical'], ['resolved', 'critical']] as const) {
        await tx.alert.create({ data: alertOf(alice, firing, state, severity) });
      }
      await tx.alert.create({ data: alertOf(alice, pending, 'pending') });
      const evaluatedAt = new Date(now);
      await tx.alertRuleState.create({ data: { ruleId: failing, tenantId: alice.tenant.id, evaluatedAt, durationMs: 12.5, results: null, error: 'no such metric', errorSince: evaluatedAt } });
    });
  });

  it.each<[string, Parameters<typeof list>[0], string[]]>([
    ['all by name', {}, ['a firing', 'b pending', 'c failing', 'd off', 'e quiet']],
    ['firing', { state: 'firing' }, ['a firing']],
    ['pending', { state: 'pending' }, ['a firing', 'b pending']],
    ['inactive', { state: 'inactive' }, ['c failing', 'e quiet']],
    ['failing', { state: 'failing' }, ['c failing']],
    ['off', { state: 'disabled' }, ['d off']],
    ['of a team', { team: 'infra' }, ['a firing', 'd off']],
    ['with a text, whatever the case', { text: '100% of the dISKS' }, ['b pending']],
    ['with a text that is a pattern of SQL', { text: '%' }, ['b pending']],
    ['with a text and a state', { text: 'infra', state: 'disabled' }, ['d off']],
  ])('tells those %s', async (_, query, expected) => expect(namesOf(await list(query))).toEqual(expected));

  it('tells health, active alerts and counts', async () => {
    const { rules, counts } = await list();
    expect(rules[0]?.active).toEqual({ pending: 1, firing: 2, worst: 'warning' });
    expect(rules[2]?.health).toEqual({ evaluatedAt: now, durationMs: 12.5, results: null, error: 'no such metric', errorSince: now });
    expect(counts).toEqual({ total: 5, firing: 1, pending: 2, inactive: 2, failing: 1, disabled: 1 });
  });

  it('comes in pages', async () => {
    const first = await list({ limit: 2 });
    expect([namesOf(first), first.next]).toEqual([['a firing', 'b pending'], 'b pending']);
    const second = await list({ limit: 3, after: first.next ?? '' });
    expect([namesOf(second), second.next]).toEqual([['c failing', 'd off', 'e quiet'], null]);
  });
});

describe('the rules that Nines brings along', () => {
  it('come once, however many nodes start at once', async () => {
    await removeAll(alice);
    const added = await Promise.all(Array.from({ length: 4 }, () => seedRules(test.database, alice.tenant, now)));
    expect(added.sort((a, b) => b - a)).toEqual([seeds.length, 0, 0, 0]);
    const { rules, counts } = await list();
    expect(counts.total).toBe(seeds.length);
    expect(rules.every(({ expressions, health }) => expressions.length > 0 && health.error === null)).toBe(true);
    expect((await auditOf('alert_rule.seed')).length).toBe(1);
  });

  it('stay as they were changed, and stay away when they were deleted', async () => {
    const { rules } = await list();
    const [edited, deleted] = rules;
    if (!edited || !deleted) throw new Error('There are no rules.');
    await updateRule(test, alice, edited.id, { version: edited.version, settings: { ...edited.settings, name: 'mine now', forMs: 1_000 } });
    await deleteRule(test, alice, deleted.id);
    expect(await seedRules(test.database, alice.tenant, now)).toBe(0);
    const after = await list();
    expect(after.counts.total).toBe(seeds.length - 1);
    expect(after.rules.find(({ id }) => id === edited.id)?.settings).toMatchObject({ name: 'mine now', forMs: 1_000 });
  });

  it('that come with a later version are added, without touching a rule of the same name', async () => {
    await inTenant(alice, async (tx) => {
      const { settings: stored } = await tx.alertThresholds.findFirstOrThrow({});
      const { seeded } = stored as { seeded: string[] };
      await tx.alertThresholds.updateMany({ data: { settings: { seeded: seeded.filter((key) => key !== 'watchdog' && key !== 'cpu') } } });
      await tx.alertRule.deleteMany({ where: { seed: { in: ['watchdog', 'cpu'] } } });
    });
    await create({ name: 'Watchdog', description: 'of ours' });
    expect(await seedRules(test.database, alice.tenant, now)).toBe(1);
    const { rules } = await list({ text: 'Watchdog' });
    expect(rules.map(({ seed, settings: { description } }) => [seed, description])).toEqual([[null, 'of ours']]);
    expect(await seedRules(test.database, alice.tenant, now)).toBe(0);
  });
});

describe('the thresholds', () => {
  it('reach the rules that refer to them, and are audited', async () => {
    await removeAll(charlie);
    expect(await readThresholds(test, charlie)).toMatchObject({ version: 0, thresholds: expect.arrayContaining([expect.objectContaining({ key: 'cpu', warning: 80, critical: 95 })]) });
    const { id } = await create({ condition: levels('cpu') }, charlie);
    const changed = await updateThresholds(test, charlie, { version: 0, thresholds: { cpu: { warning: 60, critical: 70 } } });
    expect(changed).toMatchObject({ version: 1, thresholds: expect.arrayContaining([expect.objectContaining({ key: 'cpu', warning: 60, defaults: { warning: 80, critical: 95 } })]) });
    expect((await readRule(test, charlie, id)).expressions).toEqual([{ severity: 'warning', expr: 'cpu > 60' }]);
    expect((await auditOf('thresholds.update', charlie)).at(-1)).toMatchObject({ before: { version: 0 }, after: { version: 1, cpu: { warning: 60, critical: 70 } } });
    await updateThresholds(test, charlie, { version: 1, thresholds: {} });
    expect((await readRule(test, charlie, id)).expressions).toEqual([{ severity: 'warning', expr: 'cpu > 80' }]);
  });

  it('are not overwritten by a change from an older version', async () => {
    const { version } = await readThresholds(test, charlie);
    const outcomes = await Promise.allSettled([70, 71, 72].map((warning) => updateThresholds(test, charlie, { version, thresholds: { disk: { warning, critical: 99 } } })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  });

  it('must have a warning that is milder than critical', async () => {
    const { version } = await readThresholds(test, charlie);
    await expect(updateThresholds(test, charlie, { version, thresholds: { cpu: { warning: 95, critical: 80 } } })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.thresholds.cpu' }] });
  });

  it('keep the list of rules that were brought along, whoever comes first', async () => {
    const { version } = await readThresholds(test, charlie);
    await Promise.all([seedRules(test.database, charlie.tenant, now), updateThresholds(test, charlie, { version, thresholds: { disk: { warning: 1, critical: 2 } } })]);
    expect(await seedRules(test.database, charlie.tenant, now)).toBe(0);
    expect((await readThresholds(test, charlie)).thresholds.find(({ key }) => key === 'disk')).toMatchObject({ warning: 1 });
  });
});

const promtool = findProgram('promtool');
const file = `groups:
- name: node
  interval: 30s
  rules:
  - {record: 'job:up:sum', expr: sum by (job) (up)}
  - {alert: DiskFull, expr: used / size > 0.8, for: 5m, labels: {severity: warning}, annotations: {summary: '{{ $labels.instance }} "full"'}}
  - {alert: DiskFull, expr: used / size > 0.95, keep_firing_for: 10m, labels: {severity: critical}}
  - {alert: Down, expr: up == 0, labels: {severity: page}}
`;

describe('a Prometheus rule file', () => {
  it('is checked without creating anything, then created in one go, and its repetition refused rule by rule', async () => {
    await removeAll(alice);
    const checked = await importRules(test, alice, { yaml: file, mode: 'check' });
    expect(checked.rules.map(({ name, kind, id, problem }) => [name, kind, id, problem === null])).toEqual([
      ['job:up:sum', 'recording', null, false], ['DiskFull (warning)', 'alerting', null, true], ['DiskFull (critical)', 'alerting', null, true], ['Down', 'alerting', null, true],
    ]);
    expect((await list()).counts.total).toBe(0);
    const created = await importRules(test, alice, { yaml: file, mode: 'create' });
    expect(created.rules.map(({ id }) => id !== null)).toEqual([false, true, true, true]);
    expect(namesOf(await list())).toEqual(['DiskFull (critical)', 'DiskFull (warning)', 'Down']);
    expect((await auditOf('alert_rule.import')).length).toBe(1);
    const again = await importRules(test, alice, { yaml: file, mode: 'create' });
    expect(again.rules.slice(1).every(({ id, problem }) => id === null && problem?.includes('already') === true)).toBe(true);
  });

  it('with a fault creates nothing and tells its line', async () => {
    const { issues, rules } = await importRules(test, alice, { yaml: file.replace('up == 0', 'up =='), mode: 'create' });
    expect([issues.map(({ line }) => line), rules]).toEqual([[8], []]);
  });

  it('that is exported and imported again is the same', async () => {
    const { yaml } = await exportRules(test, alice);
    const before = (await list()).rules.map((rule) => rule.settings);
    await removeAll(alice);
    await importRules(test, alice, { yaml, mode: 'create' });
    expect((await list()).rules.map((rule) => rule.settings)).toEqual(before);
    expect((await exportRules(test, alice)).yaml).toBe(yaml);
  });

  it.skipIf(!promtool)('with every rule that Nines brings along passes promtool check rules', async () => {
    await removeAll(alice);
    await seedRules(test.database, alice.tenant, now);
    await inTenant(alice, (tx) => tx.$executeRaw`update alert_rules set settings = jsonb_set(settings, '{isEnabled}', 'true')`);
    await create({ name: 'n of m "quoted"\n', firing: { needed: 2, of: 3 }, noData: 'keep', runbookUrl: 'https://example.com/', team: 'a: b', annotations: { summary: 'x # {{ $value }}\ny' } });
    const { yaml, rules } = await exportRules(test, alice);
    expect(rules).toBe(seeds.length + 1);
    const directory = await mkdtemp(path.join(tmpdir(), 'nines-export-'));
    try {
      const target = path.join(directory, 'rules.yml');
      await writeFile(target, yaml);
      const { stdout } = await promisify(execFile)(promtool ?? '', ['check', 'rules', target], { timeout: 60_000 });
      expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from '@/lib/alerts/fingerprint';
import { parseMatchers } from '@/lib/alerts/matchers';
import { MaintenanceInput, SilenceInput, SuppressionRules, suppressionLimits } from '@/lib/alerts/suppression/schemas';
import { permissions } from '@/lib/auth/permissions';
import { labelSetOf } from '@/lib/metrics/labels';
import { applySignals } from '@/server/alerts/alert-store';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { listSilences } from './list-silences';
import { createMaintenance, deleteMaintenance, listMaintenance, previewMaintenance, readMaintenance, updateMaintenance } from './maintenance';
import { previewSilence } from './preview-silence';
import { createSilence, expireSilence, readSilence, updateSilence } from './silences';
import { readSuppressionRules, updateSuppressionRules } from './suppression-rules';

const now = Date.parse('2026-03-29T12:00Z');
const hour = 3_600_000;
let test: TestDatabase;
let cast: Cast;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
});
afterAll(() => test.drop());

const alice = (at = now) => callerOf(cast.alice, permissions, at);
const charlie = (at = now) => callerOf(cast.charlie, permissions, at);
const silence = (changed: Partial<SilenceInput> = {}) => SilenceInput.parse({ matchers: parseMatchers('instance=web-1'), startsAt: now, endsAt: now + hour, comment: 'new disks', ...changed });
let made = 0;
const window = (changed: object = {}) => MaintenanceInput.parse({ name: `w${(made += 1)}`, reason: 'new disks', matchers: parseMatchers('instance=web-1'), schedule: { kind: 'once', startsAt: now, endsAt: now + hour }, ...changed });
const refused = (code: string, words: string) => expect.objectContaining({ code, message: expect.stringContaining(words) as string });
/** The entries of the audit trail that name something, by their action. */
const auditOf = (id: string, action?: string) =>
  test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, async (tx) =>
    (await tx.auditEntry.findMany({ where: { action }, orderBy: { action: 'asc' } })).filter(({ before, after }) => JSON.stringify([before, after]).includes(id)),
  );
const outcomes = async (acts: Promise<unknown>[]) => (await Promise.allSettled(acts)).map((each) => (each.status === 'rejected' ? (each.reason as unknown) : 'done'));

describe('a silence', () => {
  it('is stored with its author, its reason and its end, and audited', async () => {
    const created = await createSilence(test, alice(), silence());
    expect(created).toMatchObject({ version: 1, state: 'active', comment: 'new disks', startsAt: now, endsAt: now + hour, createdBy: { kind: 'user', id: cast.alice.id, name: cast.alice.email }, createdAt: now });
    expect(await readSilence(test, alice(now + hour), created.id)).toEqual({ ...created, state: 'expired' });
    expect(await auditOf(created.id)).toMatchObject([{ action: 'silence.create', actor: { kind: 'user', id: cast.alice.id }, before: null, after: { id: created.id, comment: 'new disks' } }]);
  });

  it('that would have begun in the past begins now, and one in the future is pending', async () => {
    expect(await createSilence(test, alice(), silence({ startsAt: now - hour }))).toMatchObject({ startsAt: now, state: 'active' });
    expect(await createSilence(test, alice(), silence({ startsAt: now + 1 }))).toMatchObject({ startsAt: now + 1, state: 'pending' });
  });

  it.each<[string, Partial<SilenceInput>, string]>([
    ['an end in the past', { startsAt: 1, endsAt: now }, 'body.endsAt: must be a time that is still to come'],
    ['more than a year', { endsAt: now + 367 * 24 * hour }, 'body.endsAt: must be within a year'],
    ['a beginning after a year', { startsAt: now + 367 * 24 * hour, endsAt: now + 368 * 24 * hour }, 'body.startsAt: must be within a year'],
    ['everything', { matchers: parseMatchers('a=~".*",b!=c') }, 'body.matchers: at least one must not accept an empty value'],
    ['an expression that RE2 refuses', { matchers: [{ label: 'a', operator: '=~', value: '(' }] }, 'is not valid'],
  ])('of %s is refused', async (_, changed, message) => {
    await expect(createSilence(test, alice(), silence(changed))).rejects.toEqual(refused('invalid', message));
  });

  it('needs a reason, a matcher, an end after its beginning, and text that can be stored', () => {
    for (const changed of [{ comment: ' ' }, { matchers: [] }, { endsAt: now }, { comment: 'a\u0000' }, { comment: 'a\ud800' }, { endsAt: 9e15 }]) expect(() => silence(changed)).toThrow();
  });

  it('is changed from the version that was read; while it is active it keeps its beginning', async () => {
    const { id } = await createSilence(test, alice(), silence());
    const change = { version: 1, silence: silence({ startsAt: now + hour, endsAt: now + 2 * hour, comment: 'longer' }) };
    expect(await updateSilence(test, alice(now + 1), id, change)).toMatchObject({ version: 2, startsAt: now, endsAt: now + 2 * hour, comment: 'longer', createdAt: now, updatedAt: now + 1 });
    await expect(updateSilence(test, alice(), id, change)).rejects.toEqual(refused('conflict', 'somebody else'));
    expect(await auditOf(id, 'silence.update')).toMatchObject([{ before: { version: 1, comment: 'new disks' }, after: { version: 2, comment: 'longer' } }]);
  });

  it('that is pending may begin at another time', async () => {
    const { id } = await createSilence(test, alice(), silence({ startsAt: now + 10, endsAt: now + hour }));
    expect(await updateSilence(test, alice(), id, { version: 1, silence: silence({ startsAt: now + 20, endsAt: now + hour }) })).toMatchObject({ startsAt: now + 20, state: 'pending' });
  });

  it('is ended once, and does not change after that', async () => {
    const { id } = await createSilence(test, alice(), silence());
    expect(await expireSilence(test, alice(now + 5), id)).toMatchObject({ state: 'expired', startsAt: now, endsAt: now + 5, version: 2 });
    await expect(expireSilence(test, alice(now + 6), id)).rejects.toEqual(refused('conflict', 'has ended'));
    await expect(updateSilence(test, alice(now + 6), id, { version: 2, silence: silence() })).rejects.toEqual(refused('conflict', 'has ended'));
    expect(await auditOf(id, 'silence.expire')).toMatchObject([{ before: { state: 'active' }, after: { state: 'expired' } }]);
  });

  it('that is pending and is ended never begins', async () => {
    const { id } = await createSilence(test, alice(), silence({ startsAt: now + 10, endsAt: now + hour }));
    expect(await expireSilence(test, alice(now + 5), id, 1)).toMatchObject({ state: 'expired', startsAt: now + 5, endsAt: now + 5 });
  });

  it('changed by five at the same moment is changed once', async () => {
    const { id } = await createSilence(test, alice(), silence());
    const tried = await Promise.allSettled(Array.from({ length: 5 }, () => updateSilence(test, alice(), id, { version: 1, silence: silence() })));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(tried.filter((each) => each.status === 'rejected')).toEqual(Array(4).fill({ status: 'rejected', reason: refused('conflict', 'somebody else') }));
  });

  it('of another tenant does not exist', async () => {
    const { id } = await createSilence(test, alice(), silence());
    expect(await outcomes([readSilence(test, charlie(), id), updateSilence(test, charlie(), id, { version: 1, silence: silence() }), expireSilence(test, charlie(), id)])).toEqual(Array(3).fill(refused('not_found', 'no silence')));
    expect((await listSilences(test, charlie(), { limit: 500 })).silences).toEqual([]);
  });

  it('is one of at most a thousand that have not ended', async () => {
    const data = Array.from({ length: suppressionLimits.openSilences }, () => ({ tenantId: test.tenants.beta.id, matchers: silence().matchers, startsAt: new Date(now), endsAt: new Date(now + hour), comment: 'x', createdBy: { kind: 'key', id: 'x', name: 'x' } }));
    await test.database.transaction({ kind: 'tenant', tenant: test.tenants.beta }, (tx) => tx.silence.createMany({ data }));
    await expect(createSilence(test, charlie(), silence())).rejects.toEqual(refused('conflict', '1000 silences already'));
    expect(await createSilence(test, charlie(now + hour), silence({ endsAt: now + 2 * hour }))).toMatchObject({ state: 'active' });
  });
});

describe('the list of silences', () => {
  it('shows each once, page by page, those that end last first', async () => {
    const at = now + 1_000 * hour;
    for (let each = 0; each < 7; each += 1) await createSilence(test, alice(at), silence({ startsAt: at + (each % 2), endsAt: at + (1 + (each % 3)) * hour, comment: `page ${each}` }));
    const seen: number[] = [];
    const ids = new Set<string>();
    for (let cursor: string | undefined, pages = 0; pages < 10; pages += 1) {
      const page = await listSilences(test, alice(at), { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.counts).toEqual({ active: 4, pending: 3 });
      for (const { id, endsAt } of page.silences) {
        seen.push((endsAt - at) / hour);
        ids.add(id);
      }
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect([seen, ids.size]).toEqual([[3, 3, 2, 2, 1, 1, 1], 7]);
    expect((await listSilences(test, alice(at), { state: 'pending', limit: 100 })).silences).toHaveLength(3);
    expect((await listSilences(test, alice(at), { state: 'expired', limit: 100 })).silences.every(({ state }) => state === 'expired')).toBe(true);
    await expect(listSilences(test, alice(), { cursor: "'; drop", limit: 3 })).rejects.toEqual(refused('invalid', 'cursor'));
  });
});

describe('the preview of a silence', () => {
  it('shows the open alerts that it would mute', async () => {
    const signal = (instance: string, kind: 'pending' | 'firing') => {
      const labels = labelSetOf(Object.entries({ alertname: 'Disk', instance, severity: 'critical' }));
      return {
        kind, labels, fingerprint: fingerprintOf(labels), atMs: now, annotations: {}, value: 1, startsAtMs: now, source: 'rule', ruleId: null, runbookUrl: null, generatorUrl: null,
        activeUntilMs: null, resolution: 'condition', isFlapping: false, reason: 'x', evaluation: null,
      } as const;
    };
    await applySignals(test.database, test.tenants.alpha, [...Array.from({ length: 150 }, (_, at) => signal(`web-${at}`, 'firing')), signal('web-p', 'pending'), signal('db', 'firing')]);
    const preview = await previewSilence(test, alice(), parseMatchers('instance=~"web-.*"'));
    expect([preview.total, preview.isComplete, preview.alerts.length]).toEqual([150, true, 100]);
    expect(preview.alerts[0]).toMatchObject({ name: 'Disk', state: 'firing' });
    expect(await previewSilence(test, charlie(), parseMatchers('instance=~"web-.*"'))).toEqual({ total: 0, isComplete: true, alerts: [] });
  });
});

describe('a maintenance window', () => {
  const recurring = { kind: 'recurring', timeZone: 'Europe/Berlin', startDate: '2026-03-01', endDate: null, time: '14:00', durationMinutes: 60, recurrence: { kind: 'daily', everyDays: 1 } } as const;

  it('shows its opening of now and the next five, is changed from its version, and deleted; each is audited', async () => {
    const created = await createMaintenance(test, alice(), window({ schedule: recurring }));
    expect(created).toMatchObject({ version: 1, current: { startsAt: now, endsAt: now + hour }, createdBy: { id: cast.alice.id } });
    expect(created.upcoming.map(({ startsAt }) => (startsAt - now) / hour)).toEqual([24, 48, 72, 96, 120]);
    const off = window({ isEnabled: false, schedule: recurring });
    expect(await updateMaintenance(test, alice(), created.id, { version: 1, window: off })).toMatchObject({ version: 2, settings: off, current: null, upcoming: [] });
    await expect(updateMaintenance(test, alice(), created.id, { version: 1, window: off })).rejects.toEqual(refused('conflict', 'somebody else'));
    await expect(deleteMaintenance(test, alice(), created.id, 1)).rejects.toEqual(refused('conflict', 'somebody else'));
    await deleteMaintenance(test, alice(), created.id, 2);
    await expect(readMaintenance(test, alice(), created.id)).rejects.toEqual(refused('not_found', 'no maintenance window'));
    expect((await auditOf(created.id)).map(({ action }) => action)).toEqual(['maintenance.create', 'maintenance.delete', 'maintenance.update']);
  });

  it('has a name of its own in its tenant', async () => {
    const input = window();
    const other = await createMaintenance(test, alice(), window());
    await createMaintenance(test, alice(), input);
    await expect(createMaintenance(test, alice(), input)).rejects.toEqual(refused('conflict', 'already a maintenance window'));
    await expect(updateMaintenance(test, alice(), other.id, { version: 1, window: input })).rejects.toEqual(refused('conflict', 'already a maintenance window'));
    await createMaintenance(test, charlie(), input);
  });

  it('of another tenant does not exist', async () => {
    const { id, settings } = await createMaintenance(test, alice(), window());
    expect(await outcomes([readMaintenance(test, charlie(), id), updateMaintenance(test, charlie(), id, { version: 1, window: settings }), deleteMaintenance(test, charlie(), id)])).toEqual(Array(3).fill(refused('not_found', 'no maintenance window')));
    expect((await listMaintenance(test, charlie())).windows.map(({ id: each }) => each)).not.toContain(id);
  });

  it('of everything is refused, and an unsaved one shows when it opens', async () => {
    await expect(createMaintenance(test, alice(), window({ matchers: parseMatchers('a=""') }))).rejects.toEqual(refused('invalid', 'body.matchers'));
    expect(previewMaintenance(alice(), recurring).upcoming).toHaveLength(20);
  });
});

describe('the suppression rules', () => {
  const rules = SuppressionRules.parse({ inhibitions: [{ name: 'host', source: parseMatchers('alertname=Down'), target: parseMatchers('job=node'), equal: ['instance'] }], dependencies: [{ service: 'shop', dependsOn: { kind: 'service', name: 'db' } }] });

  it('begin with the built-in inhibition alone, and change from the version that was read', async () => {
    expect(await readSuppressionRules(test, alice())).toEqual({ version: 0, rules: { inhibitions: [], dependencies: [] }, builtIn: [{ name: expect.stringContaining('critical alert mutes') as string }] });
    expect(await updateSuppressionRules(test, alice(), { version: 0, rules })).toMatchObject({ version: 1, rules });
    await expect(updateSuppressionRules(test, alice(), { version: 0, rules })).rejects.toEqual(refused('conflict', 'somebody else'));
    expect(await updateSuppressionRules(test, alice(), { version: 1, rules: { ...rules, inhibitions: [] } })).toMatchObject({ version: 2, rules: { inhibitions: [] } });
    await expect(updateSuppressionRules(test, alice(), { version: 1, rules })).rejects.toEqual(refused('conflict', 'somebody else'));
    expect((await auditOf('"shop"')).map(({ action }) => action)).toEqual(['suppression_rules.update', 'suppression_rules.update']);
    expect(await readSuppressionRules(test, charlie())).toMatchObject({ version: 0 });
  });

  it.each<[string, object, string]>([
    ['a circle', { dependencies: ['a>b', 'b>c', 'c>a'].map((pair) => ({ service: pair[0], dependsOn: { kind: 'service', name: pair[2] } })) }, 'in a circle: a > b > c > a'],
    ['a name that is there twice', { inhibitions: [rules.inhibitions[0], rules.inhibitions[0]] }, 'two inhibitions "host"'],
    ['an expression that RE2 refuses', { inhibitions: [{ ...rules.inhibitions[0], target: [{ label: 'a', operator: '!~', value: '(?=x)' }] }] }, 'is not valid'],
  ])('with %s are refused', async (_, changed, message) => {
    await expect(updateSuppressionRules(test, charlie(), { version: 0, rules: SuppressionRules.parse({ inhibitions: [], dependencies: [], ...changed }) })).rejects.toEqual(refused('invalid', message));
  });
});

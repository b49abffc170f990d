import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from '@/lib/alerts/fingerprint';
import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import { labelSetOf } from '@/lib/metrics/labels';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { alertInclude, viewOfAlert } from './alert-row';
import { applySignals, expireAlerts } from './alert-store';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const startMs = Date.UTC(2026, 0, 1);

function signal(name: string, kind: AlertSignal['kind'], seconds: number, more: Partial<AlertSignal> = {}): AlertSignal {
  const labels = labelSetOf(Object.entries({ alertname: name, severity: 'critical', team: 'web', service: 'shop', instance: 'web-1' }));
  return {
    kind, labels, fingerprint: fingerprintOf(labels), atMs: startMs + seconds * 1_000, annotations: { summary: `${name} is high` }, value: 97.5, startsAtMs: startMs, source: 'rule', ruleId: null,
    runbookUrl: null, generatorUrl: null, activeUntilMs: null, resolution: 'condition', isFlapping: false, reason: `${name} is ${kind}.`, evaluation: { window: '1' }, ...more,
  };
}

const apply = (...signals: AlertSignal[]) => applySignals(test.database, test.tenants.alpha, signals);

async function stored(name: string, tenant = test.tenants.alpha) {
  return test.database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = await tx.alert.findMany({ where: { name }, include: { ...alertInclude, alertEvents: { orderBy: { id: 'asc' } } }, orderBy: { startsAt: 'asc' } });
    return rows.map((row) => ({ ...viewOfAlert(row), isSettled: row.isSettled, evaluation: row.evaluation, events: row.alertEvents.map(({ stage, outcome }) => `${stage} ${outcome}`) }));
  });
}

/** A person resolves it. */
const resolveByHand = (name: string) =>
  test.database.withTenant(test.tenants.alpha, (client) => client.query(`update alerts set state = 'resolved', resolution = 'person', resolved_at = now(), version = version + 1 where name = $1 and is_active`, [name]));

describe('the occurrences of an alert in the database', () => {
  it('go from pending over firing to resolved, each step with its event and a version more', async () => {
    await apply(signal('Steps', 'pending', 0, { activeUntilMs: null }));
    expect(await stored('Steps')).toMatchObject([{ state: 'pending', version: 1, isActive: true, isSettled: true, firedAt: null, events: ['evaluation pending'] }]);
    await apply(signal('Steps', 'firing', 60, { value: 99 }));
    expect(await stored('Steps')).toMatchObject([{ state: 'firing', version: 2, value: 99, firedAt: startMs + 60_000, startsAt: startMs, isSettled: false, severity: 'critical', team: 'web', service: 'shop' }]);
    await apply(signal('Steps', 'ended', 120));
    expect(await stored('Steps')).toMatchObject([
      { state: 'resolved', version: 3, isActive: false, resolution: 'condition', resolvedAt: startMs + 120_000, evaluation: { window: '1' }, events: ['evaluation pending', 'evaluation firing', 'evaluation resolved'] },
    ]);
  });

  it('do not come of a signal that is repeated, nor of one to end what is not there', async () => {
    expect(await apply(signal('Twice', 'ended', 0), signal('Twice', 'firing', 0))).toEqual({ changed: 1 });
    expect(await apply(signal('Twice', 'firing', 15))).toEqual({ changed: 0 });
    expect(await apply(signal('Twice', 'ended', 30), signal('Twice', 'ended', 31))).toEqual({ changed: 1 });
    expect(await stored('Twice')).toMatchObject([{ events: ['evaluation firing', 'evaluation resolved'] }]);
  });

  it('vanish when they end before they fired', async () => {
    await apply(signal('Brief', 'pending', 0));
    expect(await apply(signal('Brief', 'cleared', 15))).toEqual({ changed: 1 });
    expect(await stored('Brief')).toEqual([]);
  });

  it('that a person resolved fire again only after their condition ended', async () => {
    await apply(signal('Hand', 'firing', 0));
    await resolveByHand('Hand');
    await apply(signal('Hand', 'firing', 15), signal('Hand', 'changed', 16));
    expect(await stored('Hand')).toMatchObject([{ state: 'resolved', isActive: true, version: 2 }]);
    await apply(signal('Hand', 'ended', 30));
    expect(await stored('Hand')).toMatchObject([{ state: 'resolved', resolution: 'person', isActive: false, version: 3 }]);
    const laterMs = Date.now() + 60_000;
    await apply(signal('Hand', 'firing', 0, { atMs: laterMs, startsAtMs: laterMs }));
    expect((await stored('Hand')).map(({ state }) => state)).toEqual(['resolved', 'firing']);
  });

  it('show new values and annotations without a step of their version', async () => {
    await apply(signal('Shown', 'firing', 0));
    expect(await apply(signal('Shown', 'changed', 60, { value: 12, annotations: { summary: 'new' } }))).toEqual({ changed: 1 });
    expect(await stored('Shown')).toMatchObject([{ value: 12, annotations: { summary: 'new' }, version: 1, events: ['evaluation firing'] }]);
    await apply(signal('Shown', 'changed', 61, { isFlapping: true }));
    expect(await stored('Shown')).toMatchObject([{ isFlapping: true, version: 2, events: ['evaluation firing', 'life_cycle flapping'] }]);
  });

  it('end when a program outside does not say again that they go on', async () => {
    await apply(signal('Outside', 'firing', 0, { source: 'api', activeUntilMs: startMs + 240_000 }));
    expect(await expireAlerts(test.database, test.tenants.alpha, startMs + 239_000)).toEqual({ changed: 0 });
    await apply(signal('Outside', 'firing', 200, { source: 'api', activeUntilMs: startMs + 440_000 }));
    expect(await expireAlerts(test.database, test.tenants.alpha, startMs + 300_000)).toEqual({ changed: 0 });
    expect(await expireAlerts(test.database, test.tenants.beta, startMs + 500_000)).toEqual({ changed: 0 });
    expect(await expireAlerts(test.database, test.tenants.alpha, startMs + 500_000)).toEqual({ changed: 1 });
    expect(await stored('Outside')).toMatchObject([{ state: 'resolved', resolution: 'timeout', isActive: false }]);
  });

  it('are not touched by a signal from before they began, nor brought back by one from before they ended', async () => {
    await apply(signal('Late', 'firing', 100, { startsAtMs: startMs + 100_000 }));
    expect(await apply(signal('Late', 'ended', 50))).toEqual({ changed: 0 });
    await apply(signal('Late', 'ended', 200));
    expect(await apply(signal('Late', 'firing', 150))).toEqual({ changed: 0 });
    expect(await apply(signal('Late', 'firing', 201, { startsAtMs: startMs + 201_000 }))).toEqual({ changed: 1 });
  });

  it('are not brought back by a repeated signal though one of before the clock was set back began later', async () => {
    const fast = { startsAtMs: startMs + 86_400_000 };
    await apply(signal('Fast', 'firing', 86_400, fast));
    expect(await apply(signal('Fast', 'ended', 60, fast))).toEqual({ changed: 1 });
    const next = { startsAtMs: startMs + 120_000 };
    expect(await apply(signal('Fast', 'firing', 120, next), signal('Fast', 'ended', 180, next))).toEqual({ changed: 2 });
    expect(await apply(signal('Fast', 'firing', 120, next))).toEqual({ changed: 0 });
    expect(await apply(signal('Fast', 'firing', 200, { startsAtMs: startMs + 200_000 }))).toEqual({ changed: 1 });
  });

  it('are one, however many nodes say so at once, and belong to one tenant', async () => {
    const many = Array.from({ length: 200 }, (_, index) => signal(`Race ${index}`, 'pending', 0));
    const fires = many.map((each): AlertSignal => ({ ...each, kind: 'firing', atMs: startMs + 1_000 }));
    const changed = await Promise.all([apply(...many), apply(...many.toReversed()), apply(...fires), apply(...fires.toReversed())]);
    // Whoever comes first inserts; the rest go on from there.
    expect(changed.reduce((sum, each) => sum + each.changed, 0)).toBeLessThanOrEqual(400);
    const { rows } = await test.database.withTenant(test.tenants.alpha, (client) => client.query(`select count(*)::int as count, count(*) filter (where state = 'firing')::int as firing from alerts where name like 'Race%'`));
    expect(rows).toEqual([{ count: 200, firing: 200 }]);
    expect(await stored('Race 1', test.tenants.beta)).toEqual([]);
    await applySignals(test.database, test.tenants.beta, [signal('Race 1', 'firing', 0)]);
    expect(await stored('Race 1', test.tenants.beta)).toHaveLength(1);
  });

  it('keep text that PostgreSQL cannot hold from stopping the others', async () => {
    const labels = labelSetOf([['alertname', 'Odd'], ['path', 'a\u0000b\ud800']]);
    await apply(signal('Fine', 'firing', 0), signal('Odd', 'firing', 0, { labels, fingerprint: fingerprintOf(labels) }));
    expect(await stored('Odd')).toMatchObject([{ labels: { path: 'ab\ufffd' } }]);
    expect(await stored('Fine')).toHaveLength(1);
  });
});

describe('a storm', () => {
  it('of 10,000 alerts begins, fires, is refreshed and ends in one statement or two each', async () => {
    const storm = Array.from({ length: 10_000 }, (_, index) => {
      const labels = labelSetOf(Object.entries({ alertname: 'Storm', severity: 'warning', instance: `host-${index}.example.org:9100`, job: 'node', cluster: 'eu-1', service: 'shop' }));
      return signal('Storm', 'pending', 0, { labels, fingerprint: fingerprintOf(labels) });
    });
    for (const [kind, seconds] of [['pending', 0], ['firing', 60], ['firing', 61], ['changed', 120], ['ended', 180]] as const) {
      const { changed } = await apply(...storm.map((each) => ({ ...each, kind, atMs: startMs + seconds * 1_000, value: seconds })));
      expect(changed).toBe(10_000);
    }
  });
});

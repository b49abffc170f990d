import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAlertGroups as groupsEndpoint, readAlert as endpoint } from '@/lib/alerts/api';
import { RuleSettings, type RuleInput } from '@/lib/alerts/rules/schemas';
import { permissions } from '@/lib/auth/permissions';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { commentOnAlert } from './comment-on-alert';
import { listAlertGroups } from './list-groups';
import { readAlert } from './read-alert';
import { silenced, startOfTest, storeAlerts } from './test-stored-alerts';

let test: TestDatabase;
let cast: Cast;
let ruleId: string;
const minute = 60_000;
const now = startOfTest + 10 * minute;
const condition: RuleInput['condition'] = { kind: 'levels', query: 'disk_used_percent', comparison: '>', warning: 80, critical: 95 };

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  const { alpha } = test.tenants;
  const settings = RuleSettings.parse({ name: 'Disk', condition });
  ({ id: ruleId } = await test.database.transaction({ kind: 'tenant', tenant: alpha }, (tx) => tx.alertRule.create({ data: { tenantId: alpha.id, name: 'Disk', settings } })));
});
afterAll(() => test.drop());

const nobody = { evaluator: { valueOf: () => null } };
const read = (id: string, person: keyof Cast = 'alice', alerting: Parameters<typeof readAlert>[0]['alerting'] = nobody) => readAlert({ ...test, alerting }, callerOf(cast[person], permissions, now), id);
const store = (...alerts: Parameters<typeof storeAlerts>[2]) => storeAlerts(test.database, test.tenants.alpha, alerts);

describe('one alert', () => {
  it('comes with its chart, its value, its timeline, its deliveries, and what is like it', async () => {
    const labels = { alertname: 'Disk', instance: 'web-1', severity: 'critical' };
    const [earlier = ''] = await store({ labels, state: 'resolved', ruleId });
    const [id = '', other = '', caused = '', sameGroup = ''] = await store(
      { labels, ruleId, value: 97, groupKey: 'root:1', startsAt: new Date(startOfTest + minute) },
      { labels: { ...labels, instance: 'web-2' }, ruleId, state: 'resolved' },
      { labels: { alertname: 'Slow' }, suppression: silenced },
      { labels: { alertname: 'Full' }, groupKey: 'root:1' },
    );
    await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, async (tx) => {
      await tx.alert.update({ where: { id: caused }, data: { causeId: id } });
      const message = { title: 'Disk', reason: 'The route sends to it.' };
      const recipient = { kind: 'channel', name: 'Slack' };
      const delivery = await tx.delivery.create({ data: { tenantId: test.tenants.alpha.id, eventKey: 'e1', kind: 'fire', channelName: 'Slack', channelKind: 'slack', recipient, recipientKey: 'channel:slack', groupKey: 'root:1', alertIds: [id], message } });
      await tx.deliveryAttempt.create({ data: { tenantId: test.tenants.alpha.id, deliveryId: delivery.id, at: new Date(now), durationMs: 12, status: 500, outcome: 'retry', error: 'HTTP 500' } });
    });
    await commentOnAlert(test, callerOf(cast.alice, permissions, now), id, 'first');
    await commentOnAlert(test, callerOf(cast.alice, permissions, now), id, 'second');
    const found = await read(id, 'alice', { evaluator: { valueOf: (rule) => (rule === ruleId ? { value: 98, atMs: now } : null) } });
    expect(endpoint.response.parse(found)).toEqual(found);
    expect(found).toMatchObject({
      alert: { id, version: 3 },
      events: [{ reason: 'first' }, { reason: 'second' }],
      deliveries: [{ kind: 'fire', title: 'Disk', channel: { name: 'Slack' }, attempts: [{ status: 500, outcome: 'retry' }] }],
      chart: { expr: 'disk_used_percent', from: startOfTest - 29 * minute, to: now, levels: [{ severity: 'critical', value: 95 }, { severity: 'warning', value: 80 }] },
      now: { value: 98, at: now },
    });
    expect(found.related.map((each) => each.id).sort()).toEqual([caused, sameGroup].sort());
    expect(found.similar.map((each) => each.id)).toEqual([earlier, other]);
    expect((await read(earlier)).chart).toMatchObject({ from: startOfTest - 30 * minute, to: now });
  });

  it('of another tenant is not found', async () => {
    const [id = ''] = await store({ labels: { alertname: 'Mine' } });
    await expect(read(id, 'charlie')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a rule whose threshold is gone can be read, without a chart', async () => {
    const settings = RuleSettings.parse({ name: 'Gone', condition: { ...condition, warning: { threshold: 'no_such', side: 'warning' } } });
    const rule = await test.database.transaction({ kind: 'tenant', tenant: test.tenants.alpha }, (tx) => tx.alertRule.create({ data: { tenantId: test.tenants.alpha.id, name: 'Gone', settings } }));
    const [id = ''] = await store({ labels: { alertname: 'Gone' }, ruleId: rule.id, value: 3 });
    expect(await read(id)).toMatchObject({ chart: null, now: { value: 3, at: null } });
  });
});

describe('groups of alerts', () => {
  const list = (query: Record<string, string> = {}, person: keyof Cast = 'charlie') =>
    listAlertGroups(test, callerOf(cast[person], permissions, now), groupsEndpoint.query?.parse(query) ?? { limit: 50 });
  const inBeta = <T>(run: Parameters<typeof test.database.transaction<T>>[1]) => test.database.transaction({ kind: 'tenant', tenant: test.tenants.beta }, run);

  beforeAll(async () => {
    const { beta } = test.tenants;
    const [host = ''] = await storeAlerts(test.database, beta, [{ labels: { alertname: 'HostDown', instance: 'web-1', severity: 'critical', zone: 'a' }, groupKey: 'root:host' }]);
    await storeAlerts(test.database, beta, Array.from({ length: 60 }, (_, index) => ({ labels: { alertname: 'Slow', instance: 'web-1', zone: 'a', ...(index === 59 ? { zone: 'b' } : {}), n: String(index) }, groupKey: 'root:slow', causeId: host, suppression: { ...silenced, kind: 'dependency' as const, id: host } })));
    await storeAlerts(test.database, beta, [{ labels: { alertname: 'Cpu', severity: 'warning' }, groupKey: 'root:cpu' }, { labels: { alertname: 'Odd', severity: 'info' } }, { labels: { alertname: 'Over' }, state: 'resolved', groupKey: 'root:over' }]);
    await inBeta((tx) => tx.escalation.create({ data: { tenantId: beta.id, groupKey: 'root:host', policyId: host, state: {}, nextDueAt: new Date(now + minute) } }));
  });

  it('have the cause and what it brings with it in one', async () => {
    const answer = await list();
    expect(groupsEndpoint.response.parse(answer)).toEqual(answer);
    const [first, ...others] = answer.groups;
    expect(first).toMatchObject({
      key: 'root:host', title: 'HostDown and 60 more', severity: 'critical', state: 'firing', since: startOfTest, labels: { instance: 'web-1' }, total: 61,
      counts: { firing: 1, suppressed: 60 }, nextEscalationAt: now + minute,
    });
    expect(first?.alerts).toHaveLength(50);
    expect(first?.alerts[0]).toMatchObject({ name: 'HostDown' });
    expect(first?.labels).toEqual({ instance: 'web-1' });
    expect(others).toMatchObject([{ key: 'root:cpu', title: 'Cpu', nextEscalationAt: null }, { severity: 'info', total: 1 }]);
  });

  it('come page by page, and one by its key', async () => {
    const first = await list({ limit: '1' });
    const second = await list({ limit: '1', cursor: first.nextCursor ?? '' });
    const third = await list({ limit: '1', cursor: second.nextCursor ?? '' });
    expect([first, second, third].map(({ groups }) => groups.map(({ title }) => title))).toEqual([['HostDown and 60 more'], ['Cpu'], ['Odd']]);
    expect(third.nextCursor).toBeNull();
    expect((await list({ key: 'root:cpu' })).groups).toHaveLength(1);
    expect(first.groups[0]).not.toHaveProperty('ids');
  });

  it('name all their alerts where one is asked for, so that all of it can be acknowledged', async () => {
    const [group] = (await list({ key: 'root:host' })).groups;
    expect([group?.total, group?.alerts.length, group?.ids?.firing.length, group?.ids?.open.length]).toEqual([61, 50, 1, 61]);
    expect((await list({ key: 'root:over', state: 'resolved' })).groups[0]?.ids).toEqual({ firing: [], open: [] });
  });

  it('follow the filters', async () => {
    expect((await list({ state: 'resolved' })).groups.map(({ key, state }) => [key, state])).toEqual([['root:over', 'resolved']]);
    expect((await list({ matchers: 'alertname=~"Sl.+"' })).groups).toMatchObject([{ key: 'root:slow', total: 60, state: 'suppressed' }]);
    await expect(list({ cursor: 'firing_worst_1_x' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAlerts as endpoint } from '@/lib/alerts/api';
import { permissions } from '@/lib/auth/permissions';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { callerOf, createCast, type Cast } from '@/server/test-runtime';
import { listAlerts } from './list-alerts';
import { silenced, startOfTest, storeAlerts } from './test-stored-alerts';

let test: TestDatabase;
let cast: Cast;

beforeAll(async () => {
  test = await createTestDatabase();
  cast = await createCast(test.database, test.tenants);
  await storeAlerts(test.database, test.tenants.alpha, [
    { labels: { alertname: 'Old', instance: 'web-1', severity: 'critical', service: 'shop' }, state: 'resolved' },
    { labels: { alertname: 'Disk', instance: 'web-1', severity: 'critical', service: 'shop', team: 'web' }, annotations: { summary: 'No room on C:\\data of "web-1", 100% full' } },
    { labels: { alertname: 'Disk', instance: 'web-2', severity: 'warning', service: 'shop' }, state: 'acknowledged' },
    { labels: { alertname: 'Cpu', instance: 'db-1', severity: 'warning', team: 'data' }, suppression: silenced },
    { labels: { alertname: 'Waits', instance: 'db-1', severity: 'info' }, state: 'pending', firedAt: null },
    { labels: { alertname: 'Störung', instance: 'db-2', severity: 'info' } },
  ]);
  await storeAlerts(test.database, test.tenants.beta, [{ labels: { alertname: 'Secret', instance: 'web-1' } }]);
});
afterAll(() => test.drop());

function list(query: Record<string, string> = {}, person: keyof Cast = 'alice') {
  return listAlerts(test, callerOf(cast[person], permissions, startOfTest), endpoint.query?.parse(query) ?? { limit: 100 });
}

async function namesOf(query: Record<string, string>): Promise<string[]> {
  return (await list(query)).alerts.map(({ name, labels }) => `${name} ${labels.instance}`);
}

describe('the list of alerts', () => {
  const cases: [what: string, query: Record<string, string>, names: string[]][] = [
    ['what is open, the newest first', {}, ['Störung db-2', 'Cpu db-1', 'Disk web-2', 'Disk web-1']],
    ['what fires and is told of', { state: 'firing' }, ['Störung db-2', 'Disk web-1']],
    ['what is acknowledged', { state: 'acknowledged' }, ['Disk web-2']],
    ['what is suppressed', { state: 'suppressed' }, ['Cpu db-1']],
    ['what does not fire yet', { state: 'pending' }, ['Waits db-1']],
    ['what is resolved, among others', { state: 'resolved,pending' }, ['Waits db-1', 'Old web-1']],
    ['severities', { severity: 'warning,info' }, ['Störung db-2', 'Cpu db-1', 'Disk web-2']],
    ['a service', { service: 'shop' }, ['Disk web-2', 'Disk web-1']],
    ['a team', { team: 'data' }, ['Cpu db-1']],
    ['an equal label', { matchers: '{instance="web-1"}' }, ['Disk web-1']],
    ['a label that differs, or is absent', { matchers: 'team!="web"' }, ['Störung db-2', 'Cpu db-1', 'Disk web-2']],
    ['an absent label', { matchers: 'team=""' }, ['Störung db-2', 'Disk web-2']],
    ['a label that is there', { matchers: 'team!=""' }, ['Cpu db-1', 'Disk web-1']],
    ['an expression of words', { matchers: 'instance=~"web-1|db-2"' }, ['Störung db-2', 'Disk web-1']],
    ['an expression', { matchers: '{instance=~"web-.+",alertname!~"C.*"}' }, ['Disk web-2', 'Disk web-1']],
    ['an expression that an absent label meets', { matchers: 'team=~"(w.*)?"' }, ['Störung db-2', 'Disk web-2', 'Disk web-1']],
    ['text in a name, whatever the case', { text: 'sTÖR' }, ['Störung db-2']],
    ['text in a label', { text: 'WEB-2' }, ['Disk web-2']],
    ['text in an annotation with quotes and backslashes', { text: 'C:\\data of "web-1"' }, ['Disk web-1']],
    ['a percent sign as itself', { text: '0%' }, ['Disk web-1']],
    ['an underline as itself', { text: 'web_1' }, []],
    ['what began before a time', { to: String(startOfTest + 2_000) }, ['Disk web-1']],
    ['what was active after a time', { from: String(startOfTest + 61_000), state: 'resolved,firing' }, ['Störung db-2', 'Disk web-1']],
    ['a name that is SQL', { service: "'; drop table alerts; --" }, []],
    ['a label whose name is SQL', { matchers: `{"a'b\\"c"=""}` }, ['Störung db-2', 'Cpu db-1', 'Disk web-2', 'Disk web-1']],
  ];
  it.each(cases)('finds %s', async (_, query, names) => {
    expect(await namesOf(query)).toEqual(names);
  });

  it('counts what is open, whatever is asked for', async () => {
    const { counts } = await list({ service: 'nothing' });
    expect(counts).toEqual({ pending: 1, firing: 2, acknowledged: 1, suppressed: 1, bySeverity: { critical: 1, warning: 0, info: 1 } });
  });

  it('answers in the form that it declares', async () => {
    const answer = await list({ state: 'pending,firing,acknowledged,suppressed,resolved' });
    expect(endpoint.response.parse(answer)).toEqual(answer);
    expect(answer.alerts).toHaveLength(6);
  });

  it('shows another tenant only its own', async () => {
    const { alerts, counts } = await list({ text: 'web-1' }, 'charlie');
    expect(alerts.map(({ name }) => name)).toEqual(['Secret']);
    expect(counts.firing).toBe(1);
  });

  const refused: [what: string, query: Record<string, string>][] = [
    ['matchers that cannot be read', { matchers: '{a=' }],
    ['an expression that RE2 refuses', { matchers: 'a=~"(?=x)"' }],
    ['a cursor of another kind', { cursor: 'next' }],
  ];
  it.each(refused)('refuses %s', async (_, query) => {
    await expect(list(query)).rejects.toMatchObject({ code: 'invalid' });
  });

  const malformed: [what: string, query: Record<string, string>][] = [
    ['NUL', { text: 'a\0b' }],
    ['a state that there is not', { state: 'firing,broken' }],
    ['a time beyond all dates', { from: '9007199254740991' }],
  ];
  it.each(malformed)('has no room for %s', (_, query) => {
    expect(endpoint.query?.safeParse(query).success).toBe(false);
  });
});

describe('pages of many alerts', () => {
  const total = 450;

  beforeAll(async () => {
    const alike = Array.from({ length: total }, (_, index) => ({ labels: { alertname: 'Many', n: String(index), ...(index % 150 === 0 ? { rare: 'yes' } : {}) }, startsAt: new Date(startOfTest + Math.floor(index / 7)) }));
    await storeAlerts(test.database, test.tenants.beta, alike);
  });

  async function walk(query: Record<string, string>, between: () => Promise<void> = async () => undefined): Promise<{ seen: string[]; pages: number }> {
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let pages = 1; ; pages += 1) {
      const answer = await list({ ...query, ...(cursor === null ? {} : { cursor }) }, 'charlie');
      seen.push(...answer.alerts.map(({ labels }) => labels.n ?? ''));
      cursor = answer.nextCursor;
      if (cursor === null) return { seen, pages };
      await between();
    }
  }

  it('show each alert once, also those that began at the same time, while others arrive', async () => {
    let arrived = 0;
    const { seen } = await walk({ matchers: 'alertname="Many"', limit: '40' }, async () => {
      await storeAlerts(test.database, test.tenants.beta, [{ labels: { alertname: 'Many', n: `new ${(arrived += 1)}` }, startsAt: new Date(startOfTest + 3_600_000) }]);
    });
    expect(arrived).toBeGreaterThan(5);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(total);
  });

  it('find the few that an expression accepts, wherever they are', async () => {
    const { seen } = await walk({ matchers: 'rare=~"y.s"', limit: '2' });
    expect(seen).toEqual(['300', '150', '0']);
  });

  it('end where the last page is full', async () => {
    const { seen, pages } = await walk({ matchers: 'rare="yes"', limit: '3' });
    expect({ seen: seen.length, pages }).toEqual({ seen: 3, pages: expect.any(Number) });
  });
});

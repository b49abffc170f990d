import { describe, expect, it } from 'vitest';
import { commonLabels, groupAlerts, titleOf, type GroupedAlert } from './group-alerts';

const alert = (id: string, changed: Partial<GroupedAlert> = {}): GroupedAlert => ({
  id, name: 'Disk', groupKey: 'root:a', causeId: null, severity: 'warning', state: 'firing', isSuppressed: false, startsAtMs: 1_000, ...changed,
});

describe('alerts of one cause', () => {
  const cases: [what: string, alerts: GroupedAlert[], groups: string[]][] = [
    ['of one notified group are one', [alert('1'), alert('2')], ['1 2']],
    ['of two notified groups are two', [alert('1', { severity: 'critical' }), alert('2', { groupKey: 'root:b' })], ['1', '2']],
    ['without a group yet are alone', [alert('1', { groupKey: null, severity: 'critical' }), alert('2', { groupKey: null })], ['1', '2']],
    ['stand under their cause, even when they are worse', [alert('1', { groupKey: 'root:b', causeId: '2', severity: 'critical', isSuppressed: true }), alert('2')], ['2 1']],
    ['stand under the cause of their cause', [alert('3', { groupKey: 'c', causeId: '2', isSuppressed: true }), alert('2', { groupKey: 'b', causeId: '1', isSuppressed: true }), alert('1')], ['1 2 3']],
    ['whose cause is not among them stay by themselves', [alert('1', { causeId: 'gone' })], ['1']],
    ['fire before they are acknowledged, suppressed or resolved', [
      alert('1', { groupKey: 'a', state: 'resolved', severity: 'critical' }), alert('2', { groupKey: 'b', isSuppressed: true, severity: 'critical' }),
      alert('3', { groupKey: 'c', state: 'acknowledged', severity: 'critical' }), alert('4', { groupKey: 'd', severity: 'info' }),
    ], ['4', '3', '2', '1']],
    ['are sorted by the worst, then the newest', [alert('1', { groupKey: 'a' }), alert('2', { groupKey: 'b', startsAtMs: 2_000 }), alert('3', { groupKey: 'c', severity: 'critical' })], ['3', '2', '1']],
  ];
  it.each(cases)('%s', (_, alerts, groups) => {
    expect(groupAlerts(alerts).map((group) => group.alerts.map(({ id }) => id).join(' '))).toEqual(groups);
  });

  it('that are each the cause of the other are shown once', () => {
    const ring = [alert('1', { causeId: '2', groupKey: 'root:b' }), alert('2', { causeId: '3' }), alert('3', { causeId: '1' })];
    expect(groupAlerts(ring).flatMap(({ alerts }) => alerts.map(({ id }) => id)).sort()).toEqual(['1', '2', '3']);
  });

  it('are as bad as the worst that fires, since the first began', () => {
    const [group] = groupAlerts([alert('1', { startsAtMs: 500, state: 'acknowledged', severity: 'critical' }), alert('2'), alert('3', { isSuppressed: true, state: 'acknowledged' }), alert('4', { state: 'pending' })]);
    expect(group).toMatchObject({ key: 'root:a', state: 'firing', severity: 'warning', since: 500, counts: { firing: 1, acknowledged: 1, suppressed: 1, pending: 1, resolved: 0 }, groupKeys: ['root:a'] });
  });

  it('of a storm of 10,000 with one cause are one group', () => {
    const storm = Array.from({ length: 10_000 }, (_, index) => alert(String(index), index === 0 ? {} : { groupKey: `g${index}`, causeId: '0', isSuppressed: true }));
    expect(groupAlerts(storm).map(({ alerts }) => [alerts.length, alerts[0]?.id])).toEqual([[10_000, '0']]);
  });
});

describe('what a group is called', () => {
  it.each([
    { total: 1, names: 1, summary: 'No room on web-1', title: 'No room on web-1' },
    { total: 1, names: 1, summary: '', title: 'Disk' },
    { total: 12, names: 1, summary: 'No room on web-1', title: 'Disk, 12 alerts' },
    { total: 3, names: 2, summary: '', title: 'Disk and 2 more' },
  ])('is $title', ({ total, names, summary, title }) => {
    expect(titleOf({ name: 'Disk', summary }, total, names)).toBe(title);
  });

  it('has the labels that all share', () => {
    expect(commonLabels([{ a: '1', b: '2', c: '3' }, { a: '1', b: '3' }])).toEqual({ a: '1' });
    expect(commonLabels([])).toEqual({});
  });
});

import { expect, test } from 'vitest';
import type { AlertView } from '@/lib/alerts/schemas';
import { alertWith, alice, groupOf, silenced, startMs } from './fixture';
import { changeAlert, changeAlertPages, changeGroupPages, type ShownChange } from './optimistic';

const acknowledge: ShownChange = { kind: 'acknowledge', atMs: startMs + 1, by: alice, owner: { id: alice.id, name: 'Alice' }, comment: 'Looking', untilMs: null };
const resolve: ShownChange = { kind: 'resolve', atMs: startMs + 1, by: alice };
const counts = { pending: 0, firing: 2, acknowledged: 1, suppressed: 1, bySeverity: { critical: 1, warning: 1, info: 0 } };

test.each<[Partial<AlertView>, ShownChange, AlertView['state']]>([
  [{ state: 'firing' }, acknowledge, 'acknowledged'],
  [{ state: 'pending' }, acknowledge, 'pending'],
  [{ state: 'resolved' }, acknowledge, 'resolved'],
  [{ state: 'acknowledged' }, { kind: 'unacknowledge' }, 'firing'],
  [{ state: 'firing' }, { kind: 'unacknowledge' }, 'firing'],
  [{ state: 'acknowledged' }, resolve, 'resolved'],
])('an alert with %j after %j is %s', (before, change, state) => expect(changeAlert(alertWith(before), change).state).toBe(state));

test('an acknowledgement carries who, why and until when; taken back, the alert fires for whoever has it', () => {
  const taken = changeAlert(alertWith(), acknowledge);
  expect(taken).toMatchObject({ acknowledgedBy: alice, owner: { name: 'Alice' }, comment: 'Looking', acknowledgedAt: startMs + 1 });
  expect(changeAlert(taken, { kind: 'unacknowledge' })).toEqual(alertWith({ owner: { id: alice.id, name: 'Alice' }, comment: 'Looking' }));
});

test('the counts of every page move with the alerts, each alert once', () => {
  const pages = [{ counts, alerts: [alertWith({ id: 'a1' }), alertWith({ id: 'a2', severity: 'warning' })] }, { counts, alerts: [alertWith({ id: 'a1' })] }];
  const [first, second] = changeAlertPages(pages, new Set(['a1', 'unknown']), acknowledge);
  expect(first?.counts).toEqual({ pending: 0, firing: 1, acknowledged: 2, suppressed: 1, bySeverity: { critical: 0, warning: 1, info: 0 } });
  expect(second?.counts).toEqual(first?.counts);
  expect(first?.alerts[1]).toBe(pages[0]?.alerts[1]);
});

test('a suppressed alert that is resolved leaves the suppressed, not the firing', () => {
  const [page] = changeAlertPages([{ counts, alerts: [alertWith({ suppression: silenced })] }], new Set(['a1']), resolve);
  expect(page?.counts).toMatchObject({ firing: 2, suppressed: 0, bySeverity: { critical: 1 } });
});

test('a group takes the state that its alerts leave it, and other groups stay the same object', () => {
  const groups = [groupOf('g1', [alertWith({ id: 'a1' }), alertWith({ id: 'a2' })]), groupOf('g2', [alertWith({ id: 'a3' })])];
  const [half] = changeGroupPages([{ counts, groups }], new Set(['a1']), acknowledge);
  expect(half?.groups[0]).toMatchObject({ state: 'firing', counts: { firing: 1, acknowledged: 1 } });
  expect(half?.groups[1]).toBe(groups[1]);
  const [whole] = changeGroupPages([{ counts, groups }], new Set(['a1', 'a2']), resolve);
  expect(whole?.groups[0]).toMatchObject({ state: 'resolved', counts: { firing: 0, resolved: 2 } });
});

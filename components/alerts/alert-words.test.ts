import { describe, expect, test } from 'vitest';
import type { AlertView } from '@/lib/alerts/schemas';
import { answerOf, countsInWords, headOf, shownStateOf, standingOf, titleOf, type AnswerFacts } from './alert-words';
import { alertWith, alice, groupOf, silenced, startMs } from './fixture';

const none = { pending: 0, firing: 0, acknowledged: 0, suppressed: 0, bySeverity: { critical: 0, warning: 0, info: 0 } };
const top = groupOf('g1', [alertWith()]);

describe('the first answer', () => {
  test.each<[string, Partial<AnswerFacts>, string, string]>([
    ['one critical', { counts: { ...none, firing: 1, bySeverity: { critical: 1, warning: 0, info: 0 } }, top }, 'critical', '1 critical alert fires; nobody has acknowledged Disk full on web-1.'],
    ['critical ones and others', { counts: { ...none, firing: 5, acknowledged: 9, bySeverity: { critical: 2, warning: 3, info: 0 } }, top }, 'critical', '2 critical alerts fire, and 3 more; nobody has acknowledged Disk full on web-1.'],
    ['warnings alone', { counts: { ...none, firing: 1_200, bySeverity: { critical: 0, warning: 1_200, info: 0 } }, top: null }, 'warning', '1,200 warning alerts fire.'],
    ['only informational ones', { counts: { ...none, firing: 1, bySeverity: { critical: 0, warning: 0, info: 1 } }, top }, 'info', '1 informational alert fires; nobody has acknowledged Disk full on web-1.'],
    [
      'all acknowledged',
      { counts: { ...none, acknowledged: 3, suppressed: 1 }, top: groupOf('g1', [alertWith({ state: 'acknowledged', acknowledgedBy: alice })]) },
      'calm',
      'Nothing new fires; 3 alerts acknowledged, 1 alert suppressed. Alice has Disk full on web-1.',
    ],
    ['all suppressed', { counts: { ...none, suppressed: 2 }, top: null }, 'calm', 'Nothing new fires; 2 alerts suppressed.'],
    ['nothing since a moment', { counts: none, last: alertWith({ state: 'resolved', resolvedAt: startMs }) }, 'calm', 'Nothing fires. Disk full on web-1 was the last.'],
    ['nothing at all', { counts: { ...none, pending: 4 } }, 'calm', 'Nothing fires, and nothing did in the last 24 h.'],
  ])('%s', (_, facts, tone, sentence) => {
    expect(answerOf({ counts: none, top: null, last: null, ...facts })).toMatchObject({ tone, sentence });
  });
});

test.each<[Partial<AlertView>, string]>([
  [{}, 'firing'],
  [{ suppression: silenced }, 'suppressed'],
  [{ suppression: silenced, state: 'acknowledged' }, 'acknowledged'],
  [{ state: 'resolved' }, 'resolved'],
])('an alert with %j shows as %s', (change, state) => expect(shownStateOf(alertWith(change))).toBe(state));

test.each<[string, Partial<AlertView>, string]>([
  ['the cause of its silence', { suppression: silenced }, 'Silenced by Alice: disk swap'],
  ['who has it', { state: 'acknowledged', acknowledgedBy: alice }, 'by Alice'],
  ['who works on it, and for how long', { state: 'acknowledged', acknowledgedBy: alice, owner: { id: alice.id, name: 'Bob' }, acknowledgedUntil: startMs + 3_600_000 }, 'by Bob, for 1 h more'],
  ['who ended it', { state: 'resolved', resolution: 'person', resolvedBy: alice }, 'by Alice'],
  ['nothing when its condition ended', { state: 'resolved', resolution: 'condition' }, ''],
  ['that it flaps', { isFlapping: true }, 'flapping: it comes and goes'],
])('an alert tells %s', (_, change, words) => expect(standingOf(alertWith(change), startMs)).toBe(words));

test('a title names the place once', () => {
  expect(titleOf(alertWith())).toBe('Disk full on web-1');
  expect(titleOf(alertWith({ name: 'web-1 is down' }))).toBe('web-1 is down');
  expect(titleOf(alertWith({ labels: {} }))).toBe('Disk full');
});

test('a group is named by its head and how many follow it', () => {
  const [head, second] = [alertWith(), alertWith({ id: 'a2', name: 'Down' })];
  expect(headOf(groupOf('g', [head]))).toBe('Disk full on web-1');
  expect(headOf(groupOf('g', [head, second], { total: 1_001 }))).toBe('Disk full on web-1 and 1,000 more');
  expect(headOf(groupOf('g', [], { title: 'Disk full, 2 alerts' }))).toBe('Disk full, 2 alerts');
});

test('counts leave out what is not there', () => {
  expect(countsInWords({ firing: 3, acknowledged: 0, suppressed: 1_000, pending: 0, resolved: 0 })).toBe('3 firing, 1,000 suppressed');
});

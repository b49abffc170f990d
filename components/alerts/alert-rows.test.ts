import { expect, test } from 'vitest';
import { rowsOfAlerts, rowsOfGroups, selectableRows } from './alert-rows';
import { alertWith, groupOf } from './fixture';

const pair = groupOf('g1', [alertWith({ id: 'a1' }), alertWith({ id: 'a2', causeId: 'a1' })]);

test('a closed group is one row, an open one is followed by its alerts with the cause marked', () => {
  expect(rowsOfGroups([pair], new Set()).map(({ key }) => key)).toEqual(['group:g1']);
  expect(rowsOfGroups([pair], new Set(['g1'])).map((row) => (row.kind === 'alert' ? `${row.place} ${row.alert.id}` : row.kind))).toEqual(['group', 'cause a1', 'member a2']);
});

test('a group of one alert is that alert', () => {
  expect(rowsOfGroups([groupOf('g2', [alertWith({ id: 'a3' })])], new Set())).toMatchObject([{ kind: 'alert', key: 'a3', place: 'alone' }]);
});

test('what the answer does not carry is told by a row', () => {
  expect(rowsOfGroups([{ ...pair, total: 90 }], new Set(['g1'])).at(-1)).toMatchObject({ kind: 'more', hidden: 88 });
});

test('an open group has the alerts that were read for it', () => {
  const whole = { ...pair, alerts: [...pair.alerts, alertWith({ id: 'a3' })], total: 3 };
  expect(rowsOfGroups([{ ...pair, total: 3 }], new Set(['g1']), new Map([['g1', whole]])).map(({ key }) => key)).toEqual(['group:g1', 'g1:a1', 'g1:a2', 'g1:a3']);
});

test('what two pages both carry is listed once', () => {
  expect(rowsOfAlerts([alertWith({ id: 'a1' }), alertWith({ id: 'a2' }), alertWith({ id: 'a1' })]).map(({ key }) => key)).toEqual(['a1', 'a2']);
  expect(rowsOfGroups([pair, pair], new Set())).toHaveLength(1);
});

test('only what is open can be picked, a group by all its open alerts', () => {
  const group = groupOf('g3', [alertWith({ id: 'a1' }), alertWith({ id: 'a2', state: 'resolved' })], { total: 9 });
  expect(selectableRows(rowsOfGroups([group], new Set(['g3'])))).toEqual([
    { key: 'group:g3', ids: ['a1'] },
    { key: 'g3:a1', ids: ['a1'] },
  ]);
});

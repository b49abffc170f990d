import { expect, test } from 'vitest';
import type { CheckEvent } from '@/lib/checks/schemas';
import { stretchesOf } from './stretches';

const change = (id: string, at: number, to: CheckEvent['to']): CheckEvent => ({ id, at, from: 'up', to, reason: '', maintenance: null, evidence: null });

test('a state lasts until the next change, and the newest until now', () => {
  const found = stretchesOf([change('b', 300, 'up'), change('a', 100, 'down')], 1_000);
  expect(found.map(({ event, fromMs, toMs, lengthMs }) => [event.id, fromMs, toMs, lengthMs])).toEqual([
    ['b', 300, 1_000, null],
    ['a', 100, 300, 200],
  ]);
});

test('a clock that is behind the change does not turn time around', () => {
  expect(stretchesOf([change('a', 100, 'down')], 50)[0]).toMatchObject({ fromMs: 100, toMs: 100 });
});

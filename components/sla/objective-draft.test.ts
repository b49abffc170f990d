import { expect, test } from 'vitest';
import { draftOfObjective, emptyObjective, kindChosen, nameOfDraft, readObjectiveDraft, type ObjectiveDraft } from './objective-draft';

const serviceId = '3b241101-e2bb-4255-8caf-4136c566a962';
const checkId = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
const draft = (change: Partial<ObjectiveDraft> = {}): ObjectiveDraft => ({ ...emptyObjective('Europe/Berlin', serviceId), ...change });

test('what stands in an empty form is an objective as soon as it has a service, named after it', () => {
  expect(readObjectiveDraft(draft(), 'Shop')).toEqual({
    issues: [],
    input: {
      name: 'Shop uptime 99.99 %', serviceId, sli: { kind: 'checks', checkIds: [] }, target: '99.99', window: { kind: 'rolling', days: 30 }, timeZone: 'Europe/Berlin',
      counting: { degraded: 'good', unknown: 'excluded', maintenance: 'excluded' },
    },
  });
});

const faults: readonly [string, Partial<ObjectiveDraft>, string, RegExp][] = [
  ['no service', { serviceId: '' }, 'serviceId', /Choose the service/],
  ['a name of spaces', { name: '  ' }, 'name', /Give the objective a name/],
  ['a target of 100', { target: '100' }, 'target', /below 100/],
  ['a target of 0', { target: '0.0' }, 'target', /above 0/],
  ['a target with a comma', { target: '99,9' }, 'target', /such as 99.95/],
  ['a target too fine', { target: '99.1234567' }, 'target', /six decimals/],
  ['no check', { isAllChecks: false }, 'sli.checkIds', /at least one check/],
  ['no check to time', { kind: 'latency' }, 'sli.checkId', /Choose the check/],
  ['a bound in words', { kind: 'latency', latencyCheckId: checkId, thresholdMs: 'fast' }, 'sli.thresholdMs', /whole milliseconds/],
  ['a bound above a minute', { kind: 'latency', latencyCheckId: checkId, thresholdMs: '60001' }, 'sli.thresholdMs', /1 to 60000/],
  ['no expression', { kind: 'ratio', total: 'sum(increase(a[$window]))' }, 'sli.good', /Write the expression/],
  ['an expression without the window', { kind: 'ratio', good: 'sum(increase(a[5m]))', total: 'sum(increase(a[$window]))' }, 'sli.good', /\[\$window\]/],
  ['a place for a time zone', { timeZone: 'Berlin' }, 'timeZone', /no time zone/],
];

test.each(faults)('%s is told at its field in words', (_name, change, path, message) => {
  const { input, issues } = readObjectiveDraft(draft(change), 'Shop');
  expect(input).toBeNull();
  expect(issues).toEqual([{ path, message: expect.stringMatching(message) }]);
});

test('a stored objective comes back from its form as it was', () => {
  const slis = [{ kind: 'checks', checkIds: [checkId] }, { kind: 'latency', checkId, thresholdMs: 250 }, { kind: 'ratio', good: 'a[$window]', total: 'b[$window]' }] as const;
  const windows = [{ kind: 'rolling', days: 7 }, { kind: 'rolling', days: 90 }, { kind: 'calendar', unit: 'month' }, { kind: 'calendar', unit: 'quarter' }] as const;
  for (const each of slis) {
    for (const window of windows) {
      const sli = each.kind === 'checks' ? { ...each, checkIds: [...each.checkIds] } : each;
      const input = { name: 'Shop', serviceId, sli, target: '99.95', window, timeZone: 'UTC', counting: { degraded: 'bad', unknown: 'good', maintenance: 'excluded' } as const };
      expect(readObjectiveDraft(draftOfObjective(input), undefined).input).toEqual(input);
    }
  }
});

test('a name that was typed stays, also where it is empty', () => {
  expect(nameOfDraft(draft({ name: '' }), 'Shop')).toBe('');
  expect(nameOfDraft(draft({ kind: 'latency', target: '99.9' }), 'Shop')).toBe('Shop response time 99.9 %');
  expect(nameOfDraft(draft(), undefined)).toBe('');
});

test('a response time has its own usual target, and one that was entered stays', () => {
  expect(kindChosen(draft(), 'latency')).toEqual({ kind: 'latency', target: '95' });
  expect(kindChosen(draft({ kind: 'latency', target: '95' }), 'checks')).toEqual({ kind: 'checks', target: '99.99' });
  expect(kindChosen(draft({ target: '99.5' }), 'latency')).toEqual({ kind: 'latency', target: '99.5' });
});

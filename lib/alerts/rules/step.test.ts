import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '@/lib/alerts/fingerprint';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { isDataAsked, stepRule, type FoundAlert, type RuleAlert, type RuleStates, type RuleTiming } from './step';

const startMs = Date.UTC(2026, 0, 1);
const plain: RuleTiming = { forMs: 0, keepFiringForMs: 0, firing: { needed: 1, of: 1 }, noData: 'ok' };

function alertOf(instance: string, value = 90): FoundAlert {
  const series = labelSetOf([['instance', instance]]);
  const labels = labelSetOf([['alertname', 'Cpu'], ['instance', instance]]);
  return { fingerprint: fingerprintOf(labels), labels, series, value };
}

const a = alertOf('a');
const noData: FoundAlert = { ...alertOf('nothing'), series: null, value: NaN };
const seriesOf = (...names: string[]): LabelSet[] => names.map((name) => labelSetOf([['instance', name]]));

/** One evaluation: when in seconds, what is found, what happens. */
interface Moment {
  at: number;
  found?: FoundAlert[];
  held?: FoundAlert[];
  data?: LabelSet[] | null;
  isAfterGap?: boolean;
  says: string[];
  dueAt?: number;
}

function play(timing: RuleTiming, moments: readonly Moment[], from: RuleStates = new Map()): RuleStates {
  let states = from;
  for (const { at, found = [], held = [], data = null, isAfterGap = false, says, dueAt } of moments) {
    const nowMs = startMs + at * 1_000;
    const step = stepRule(timing, states, { alerts: found, held: new Map(held.map(({ fingerprint, value }) => [fingerprint, value])), data, isAfterGap }, nowMs);
    const said = step.signals.map(({ kind, resolution, alert }) => (kind === 'ended' && resolution === 'no_data' ? 'ended no_data' : kind === 'changed' && alert.isFlapping ? 'changed flapping' : kind));
    expect({ at, says: said, ...(dueAt === undefined ? {} : { dueAt: step.dueMs === null ? null : (step.dueMs - startMs) / 1_000 }) }).toEqual({ at, says, ...(dueAt === undefined ? {} : { dueAt }) });
    for (const { reason, kind } of step.signals) if (kind !== 'changed') expect(reason).toMatch(/^[A-Z].*\.$/);
    states = step.next;
  }
  return states;
}

const firingOf = (states: RuleStates) => [...states.values()].filter(({ phase }) => phase === 'firing');

describe('one evaluation of a rule', () => {
  const stories: [name: string, timing: Partial<RuleTiming>, moments: Moment[]][] = [
    ['fires at once and ends at once without for', {}, [{ at: 0, found: [a], says: ['firing'] }, { at: 15, found: [a], says: [] }, { at: 30, says: ['ended'] }, { at: 45, says: [] }]],
    ['waits for its for, fires at the evaluation at its end, and says when that is', { forMs: 40_000 }, [
      { at: 0, found: [a], says: ['pending'], dueAt: 40 },
      { at: 15, found: [a], says: [], dueAt: 40 },
      { at: 39.999, found: [a], says: [] },
      { at: 40, found: [a], says: ['firing'] },
    ]],
    ['is cleared when it ends within its for, and begins anew', { forMs: 30_000 }, [
      { at: 0, found: [a], says: ['pending'] },
      { at: 15, says: ['cleared'] },
      { at: 20, found: [a], says: ['pending'], dueAt: 50 },
      { at: 30, found: [a], says: [] },
      { at: 50, found: [a], says: ['firing'] },
    ]],
    ['keeps firing for a while after it was found last', { keepFiringForMs: 60_000 }, [
      { at: 0, found: [a], says: ['firing'] },
      { at: 15, says: ['changed'], dueAt: 75 },
      { at: 30, found: [a], says: ['changed'] },
      { at: 45, says: ['changed'], dueAt: 105 },
      { at: 104, says: [] },
      { at: 105, says: ['ended'] },
    ]],
    ['of 3 of 5 begins with the third and ends when fewer are left', { firing: { needed: 3, of: 5 } }, [
      { at: 0, found: [a], says: [] },
      { at: 15, says: [] },
      { at: 30, found: [a], says: [] },
      { at: 45, found: [a], says: ['firing'] },
      { at: 60, says: [] },
      { at: 75, says: ['ended'] },
    ]],
    ['of 3 of 3 starts over after a miss', { firing: { needed: 3, of: 3 } }, [
      { at: 0, found: [a], says: [] }, { at: 15, found: [a], says: [] }, { at: 30, says: [] },
      { at: 45, found: [a], says: [] }, { at: 60, found: [a], says: [] }, { at: 75, found: [a], says: ['firing'] },
    ]],
    ['stays with hysteresis while its hold expression returns it, but does not begin by that', {}, [
      { at: 0, held: [a], says: [] },
      { at: 15, found: [a], says: ['firing'] },
      { at: 30, held: [a], says: [] },
      { at: 45, says: ['ended'] },
    ]],
    ['takes missing data for the end where the rule says ok, and says so', { noData: 'ok' }, [{ at: 0, found: [a], says: ['firing'] }, { at: 15, data: [], says: ['ended no_data'] }]],
    ['keeps what it knows while data is missing where the rule says keep', { noData: 'keep', forMs: 30_000 }, [
      { at: 0, found: [a], says: ['pending'] },
      { at: 30, data: [], says: [] },
      { at: 45, found: [a], says: ['firing'] },
      { at: 60, data: [], says: [] },
      { at: 75, data: seriesOf('b'), says: [] },
      { at: 90, data: seriesOf('a', 'b'), says: ['ended'] },
    ]],
    ['fires for missing data where the rule says alert, and holds what fires', { noData: 'alert' }, [
      { at: 0, found: [a], says: ['firing'] },
      { at: 15, found: [noData], data: [], says: ['firing'] },
      { at: 30, found: [noData], data: [], says: [] },
      { at: 45, data: seriesOf('a'), says: ['ended', 'ended'] },
    ]],
    ['after a gap ends nothing whose data is not there yet', { forMs: 0 }, [
      { at: 0, found: [a], says: ['firing'] },
      { at: 600, data: [], isAfterGap: true, says: [] },
      { at: 615, data: null, isAfterGap: true, says: [] },
      { at: 630, data: seriesOf('a'), isAfterGap: true, says: ['ended'] },
    ]],
    ['flaps from the fourth change within 15 minutes, counts as one then, and ends when it was quiet for 15 minutes', {}, [
      { at: 0, found: [a], says: ['firing'] },
      { at: 15, says: ['ended'] },
      { at: 30, found: [a], says: ['firing'] },
      { at: 45, says: ['changed flapping'] },
      { at: 60, found: [a], says: ['changed flapping'] },
      { at: 75, says: ['changed flapping'] },
      { at: 974, says: [] },
      { at: 975, says: ['ended'] },
      { at: 1_000, found: [a], says: ['firing'] },
    ]],
    ['flaps no more, but fires on, when it was found for 15 minutes', {}, [
      { at: 0, found: [a], says: ['firing'] }, { at: 15, says: ['ended'] }, { at: 30, found: [a], says: ['firing'] }, { at: 45, says: ['changed flapping'] },
      { at: 60, found: [a], says: ['changed flapping'] },
      { at: 959, found: [a], says: [] },
      { at: 960, found: [a], says: ['changed'] },
      { at: 975, says: ['ended'] },
    ]],
    ['does not flap when the changes are further apart', {}, [
      { at: 0, found: [a], says: ['firing'] }, { at: 400, says: ['ended'] }, { at: 800, found: [a], says: ['firing'] }, { at: 1_200, says: ['ended'] }, { at: 1_600, found: [a], says: ['firing'] },
    ]],
  ];
  it.each(stories)('%s', (_name, timing, moments) => void play({ ...plain, ...timing }, moments));

  it('tells instances apart', () => {
    const states = play(plain, [
      { at: 0, found: [a, alertOf('b')], says: ['firing', 'firing'] },
      { at: 15, found: [alertOf('b', 95)], says: ['ended'] },
    ]);
    expect(firingOf(states)).toMatchObject([{ value: 95, startsAtMs: startMs }]);
  });

  it('goes on from restored states as if nothing had been', () => {
    const pending: RuleAlert = { ...a, phase: 'pending', startsAtMs: startMs - 50_000, firedAtMs: null, window: '1', keepSinceMs: null, isOn: false, changesMs: [], isFlapping: false };
    const restored = new Map([[a.fingerprint, pending]]);
    play({ ...plain, forMs: 60_000 }, [{ at: 0, found: [a], says: [], dueAt: 10 }, { at: 10, found: [a], says: ['firing'] }], restored);
    play({ ...plain, forMs: 60_000 }, [{ at: 0, says: ['cleared'] }], restored);
  });

  it('holds no more alerts than the limit, those that are there first, and counts the rest', () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => alertOf(name));
    const found = (alerts: FoundAlert[]) => ({ alerts, held: new Map<string, number>(), data: null, isAfterGap: false });
    const first = stepRule(plain, new Map(), found([alertOf('d')]), startMs, 2);
    const second = stepRule(plain, first.next, found(many), startMs + 1, 2);
    expect([...second.next.values()].map(({ series }) => series)).toEqual(seriesOf('d', 'a'));
    expect(second.dropped).toBe(2);
  });

  it('forgets what is long over', () => {
    const states = play(plain, [{ at: 0, found: [a], says: ['firing'] }, { at: 15, says: ['ended'] }, { at: 914, says: [] }]);
    expect(states.size).toBe(1);
    expect(play(plain, [{ at: 915, says: [] }], states).size).toBe(0);
  });

  it('is the same whatever the order of what is found', () => {
    const instances = ['a', 'b', 'c'].map((name) => alertOf(name));
    const run = (alerts: FoundAlert[]) => stepRule(plain, new Map(), { alerts, held: new Map(), data: null, isAfterGap: false }, startMs).next;
    expect(new Map([...run(instances)].sort())).toEqual(new Map([...run(instances.toReversed())].sort()));
  });
});

describe('whether data is asked for', () => {
  const firing = play(plain, [{ at: 0, found: [a], says: ['firing'] }]);
  it.each([
    { why: 'nothing is active and nothing found', timing: plain, states: new Map(), found: [], asked: false },
    { why: 'what is active is found', timing: plain, states: firing, found: [a], asked: false },
    { why: 'what is active is not found', timing: plain, states: firing, found: [], asked: true },
    { why: 'the rule is to tell of missing data', timing: { ...plain, noData: 'alert' as const }, states: new Map(), found: [], asked: true },
  ])('$asked when $why', ({ timing, states, found, asked }) => expect(isDataAsked(timing, states, found)).toBe(asked));
});

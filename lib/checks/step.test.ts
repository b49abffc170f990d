import { describe, expect, it } from 'vitest';
import type { CheckMemory, OpenMaintenance } from './plan';
import { firstMemory, isFailing, stepCheck, stepMaintenance, stepUnmeasured, type Step, type StepPlan, type WrittenSpan } from './step';

const plan: StepPlan = { intervalMs: 10, timeoutMs: 5, failures: { count: 2, of: 2 }, successes: 1, degradedAboveMs: 100 };
const night: OpenMaintenance = { id: 'w', name: 'night', reason: 'disks' };

/** What a check's table of spans holds, and the changes of its state. */
function world(own: Partial<StepPlan> = {}, start = 0) {
  const ownPlan = { ...plan, ...own };
  let memory: CheckMemory = firstMemory(start);
  let spans: WrittenSpan[] = [];
  const events: string[] = [];
  const apply = (step: Step | null) => {
    if (!step) return;
    const { forgetFromMs } = step;
    if (forgetFromMs !== null) spans = spans.filter(({ fromMs }) => fromMs < forgetFromMs).map((span) => ({ ...span, toMs: Math.min(span.toMs, forgetFromMs) }));
    for (const span of step.spans) spans = [...spans.filter(({ fromMs }) => fromMs !== span.fromMs), span].sort((a, b) => a.fromMs - b.fromMs);
    if (step.event) events.push(`${step.event.atMs} ${step.event.from}>${step.event.to}`);
    memory = step.memory;
  };
  return {
    /** `+` succeeds, `-` fails, `~` succeeds slowly, `.` is no result; one each interval, from the time on. */
    results(from: number, marks: string, maintenance: OpenMaintenance | null = null) {
      [...marks].forEach((mark, index) => {
        if (mark === '.') return;
        apply(stepCheck(memory, { atMs: from + index * ownPlan.intervalMs, success: mark !== '-', durationMs: mark === '~' ? 200 : 1, message: mark, maintenance }, ownPlan));
      });
    },
    unmeasured: (fromMs: number, atMs: number, reason = 'asleep') => apply(stepUnmeasured(memory, { fromMs, atMs, reason, maintenance: null }, ownPlan)),
    maintenance: (atMs: number, maintenance: OpenMaintenance | null) => apply(stepMaintenance(memory, atMs, maintenance)),
    /** As the store shows them: the open span reaches to what was measured last. */
    shown: () => spans.map((span) => `${span.fromMs}-${span.fromMs === memory.open?.fromMs ? memory.measuredMs : span.toMs} ${span.state}${span.maintenance ? '*' : ''}`),
    events,
    memory: () => memory,
  };
}

describe('the spans of a check', () => {
  const cases: [what: string, own: Partial<StepPlan>, marks: string, spans: string[]][] = [
    ['are one while it is up', {}, '+++++', ['0-40 up']],
    ['stay up for a failure that is alone', {}, '+-+-+', ['0-40 up']],
    ['go down from the first failure of the run that was enough', {}, '+--', ['0-10 up', '10-20 down']],
    ['come up from the first success of the run that was enough', { successes: 2 }, '+--+-++', ['0-10 up', '10-50 down', '50-60 up']],
    ['count failures among the last so many', { failures: { count: 3, of: 5 } }, '+-+-+-', ['0-10 up', '10-50 down']],
    ['forget failures that are too long ago', { failures: { count: 2, of: 3 } }, '+-++-++-', ['0-70 up']],
    ['do not count failures from before it was up again', { failures: { count: 2, of: 5 } }, '+--+-+', ['0-10 up', '10-30 down', '30-50 up']],
    ['are unknown while a check that is new fails and it is not enough yet', {}, '-', ['0-0 unknown']],
    ['are down from the first failure of a check that is new', {}, '--', ['0-10 down']],
    ['are degraded after as many slow results as failures are needed', {}, '+~+~~+', ['0-30 up', '30-50 degraded', '50-50 up']],
    ['are degraded at once for a check that is new', {}, '~', ['0-0 degraded']],
    ['count a failure among slow results as one of them', {}, '+~-', ['0-10 up', '10-20 degraded']],
    ['go down from degraded', {}, '~~--', ['0-20 degraded', '20-30 down']],
    ['go on over one result that is missing if the next comes within one and a half intervals', { timeoutMs: 5 }, '+.+', ['0-20 up']],
    ['have a gap where more are missing, and go on in the same state', {}, '+--....--', ['0-10 up', '10-20 down', '70-80 down']],
    ['do not count a failure from before a gap', {}, '+-...-', ['0-10 up', '50-50 up']],
  ];
  it.each(cases)('%s', (_, own, marks, spans) => {
    const check = world(own);
    check.results(0, marks);
    expect(check.shown()).toEqual(spans);
  });

  it('never lie over one another, whatever comes', () => {
    let seed = 7;
    const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 200; round += 1) {
      const check = world({ failures: { count: 1 + Math.floor(chance() * 3), of: 3 }, successes: 1 + Math.floor(chance() * 3) });
      for (let at = 0; at < 400; at += 10) {
        const pick = chance();
        if (pick < 0.08) check.unmeasured(at - 15, at, `asleep ${at}`);
        else if (pick < 0.16) check.maintenance(at - 3, chance() < 0.5 ? night : null);
        else if (pick < 0.3) continue;
        else check.results(at, pick < 0.6 ? '-' : pick < 0.7 ? '~' : '+', chance() < 0.2 ? night : null);
      }
      const edges = check.shown().flatMap((span) => (/^(\d+)-(\d+)/.exec(span) ?? []).slice(1).map(Number));
      expect([...edges].sort((a, b) => a - b)).toEqual(edges);
    }
  });
});

describe('a change of state', () => {
  it('is dated at the first result of its run, and told once', () => {
    const check = world();
    check.results(0, '+-+----++');
    expect(check.events).toEqual(['0 unknown>up', '30 up>down', '70 down>up']);
  });

  it('that was before a gap is not told again after it', () => {
    const check = world();
    check.results(0, '+--.......--');
    expect(check.events).toEqual(['0 unknown>up', '10 up>down']);
  });

  it('keeps the check retried while it fails and is not down', () => {
    const check = world();
    check.results(0, '+-');
    expect(isFailing(check.memory())).toBe(true);
    check.results(20, '-');
    expect(isFailing(check.memory())).toBe(false);
  });
});

describe('time in which nothing could be measured', () => {
  it('is unknown until the next result', () => {
    const check = world();
    check.results(0, '+++');
    check.unmeasured(25, 33);
    check.results(40, '++');
    expect(check.shown()).toEqual(['0-25 up', '25-40 unknown', '40-50 up']);
    expect(check.events).toEqual(['0 unknown>up', '25 up>unknown', '40 unknown>up']);
  });

  it('takes back a down that was found in it', () => {
    const check = world();
    check.results(0, '++--');
    expect(check.shown()).toEqual(['0-20 up', '20-30 down']);
    check.unmeasured(15, 31);
    expect(check.shown()).toEqual(['0-15 up', '15-31 unknown']);
  });

  it('needs the failures anew after it', () => {
    const check = world();
    check.results(0, '+---');
    check.unmeasured(32, 38);
    check.results(40, '-');
    expect(check.memory().state).toBe('unknown');
    check.results(50, '-');
    expect(check.shown()).toEqual(['0-10 up', '10-32 down', '32-40 unknown', '40-50 down']);
  });

  it('goes on as one span for one reason, and begins anew for another', () => {
    const check = world();
    check.results(0, '+');
    check.unmeasured(5, 8);
    check.unmeasured(8, 15);
    check.unmeasured(18, 20, 'no network');
    expect(check.shown()).toEqual(['0-5 up', '5-18 unknown', '18-20 unknown']);
  });

  it('does not fill a gap before it', () => {
    const check = world();
    check.results(0, '++');
    check.unmeasured(100, 110);
    expect(check.shown()).toEqual(['0-10 up', '100-110 unknown']);
  });
});

describe('maintenance', () => {
  it('cuts the span exactly where it begins and ends, whatever the state', () => {
    const check = world();
    check.results(0, '++');
    check.maintenance(13, night);
    check.results(20, '--', night);
    check.maintenance(34, null);
    check.results(40, '-');
    expect(check.shown()).toEqual(['0-13 up', '13-20 up*', '20-34 down*', '34-40 down']);
    expect(check.events).toEqual(['0 unknown>up', '20 up>down']);
  });

  it('that changed between the failures of one run is on its own part of it', () => {
    const check = world({ failures: { count: 3, of: 3 } });
    check.results(0, '++');
    check.results(20, '-');
    check.results(30, '--', night);
    expect(check.shown()).toEqual(['0-20 up', '20-30 down', '30-40 down*']);
  });
});

describe('a clock that went back', () => {
  it('makes no span that ends before it begins, and goes on once its time is reached again', () => {
    const check = world();
    check.results(1_000, '+++');
    check.results(500, '++');
    check.results(1_030, '--');
    expect(check.shown()).toEqual(['1000-1030 up', '1030-1040 down']);
  });
});

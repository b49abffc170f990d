import { describe, expect, it } from 'vitest';
import { applySignal, type ActiveAlert, type AlertSignal } from './life-cycle-signal';
import { alertStates } from './schemas';

const startMs = Date.UTC(2026, 0, 1);
const signal: AlertSignal = {
  kind: 'firing', atMs: startMs + 60_000, fingerprint: '0011223344556677', labels: ['alertname', 'Cpu'], annotations: { summary: 'high' }, value: 97, startsAtMs: startMs, source: 'rule',
  ruleId: 'r1', runbookUrl: null, generatorUrl: null, activeUntilMs: null, resolution: 'condition', isFlapping: false, reason: 'The condition holds.', evaluation: { window: '1' },
};
const active: ActiveAlert = { state: 'firing', source: 'rule', isFlapping: false, value: 97, annotations: { summary: 'high' }, startsAt: startMs, activeUntil: null, generatorUrl: null, runbookUrl: null };

/** What becomes of it, in a word. */
function outcome(alert: ActiveAlert | null, kind: AlertSignal['kind']): string {
  const effect = applySignal(alert, { ...signal, kind });
  if (effect.kind === 'insert') return `new ${effect.state}`;
  if (effect.kind === 'update') return effect.set.state ?? 'inactive';
  return effect.kind;
}

describe('what a signal does', () => {
  it.each([
    { kind: 'pending' as const, nothing: 'new pending', pending: 'none', firing: 'none', acknowledged: 'none', resolved: 'none' },
    { kind: 'firing' as const, nothing: 'new firing', pending: 'firing', firing: 'none', acknowledged: 'none', resolved: 'none' },
    { kind: 'changed' as const, nothing: 'none', pending: 'refresh', firing: 'refresh', acknowledged: 'refresh', resolved: 'refresh' },
    { kind: 'cleared' as const, nothing: 'none', pending: 'delete', firing: 'resolved', acknowledged: 'resolved', resolved: 'inactive' },
    { kind: 'ended' as const, nothing: 'none', pending: 'delete', firing: 'resolved', acknowledged: 'resolved', resolved: 'inactive' },
  ])('$kind: to nothing $nothing, to pending $pending, to firing $firing, to acknowledged $acknowledged, to one that a person resolved $resolved', ({ kind, nothing, ...wanted }) => {
    expect(outcome(null, kind)).toBe(nothing);
    expect(Object.fromEntries(alertStates.map((state) => [state, outcome({ ...active, state }, kind)]))).toEqual(wanted);
  });

  it('the end of what fires says how and when, and takes away what suppressed it', () => {
    expect(applySignal(active, { ...signal, kind: 'ended', resolution: 'no_data' })).toMatchObject({
      kind: 'update',
      set: { state: 'resolved', isActive: false, resolvedAt: signal.atMs, resolution: 'no_data', suppression: null, isSettled: false },
      event: { stage: 'evaluation', outcome: 'resolved', subject: { kind: 'rule', id: 'r1', name: 'Cpu' } },
    });
  });

  it('the end of what a person resolved changes nothing that people see', () => {
    const effect = applySignal({ ...active, state: 'resolved' }, { ...signal, kind: 'ended' });
    expect(effect).toMatchObject({ kind: 'update', set: { isActive: false }, event: { outcome: 'ended' } });
    expect(effect).not.toHaveProperty('set.resolution');
    expect(effect).not.toHaveProperty('set.isSettled');
  });

  it('of a program outside that says it goes on for longer moves its end', () => {
    const outside = { ...signal, source: 'api' as const, ruleId: null };
    expect(applySignal({ ...active, source: 'api' }, { ...outside, activeUntilMs: startMs + 300_000 })).toMatchObject({ kind: 'refresh', set: { activeUntil: startMs + 300_000 } });
  });

  it('that it flaps, or no more, is an entry of the timeline', () => {
    expect(applySignal(active, { ...signal, kind: 'changed', isFlapping: true })).toMatchObject({ kind: 'update', set: { isFlapping: true }, event: { stage: 'life_cycle', outcome: 'flapping' } });
    expect(applySignal({ ...active, isFlapping: true }, { ...signal, kind: 'changed' })).toMatchObject({ kind: 'update', set: { isFlapping: false }, event: { outcome: 'steady' } });
  });

  it('from before the occurrence began is nothing, unless it names that beginning: then only the clock was set back', () => {
    expect(applySignal(active, { ...signal, kind: 'ended', atMs: startMs - 1, startsAtMs: startMs - 2 })).toEqual({ kind: 'none' });
    expect(applySignal(active, { ...signal, kind: 'ended', atMs: startMs - 1 })).toMatchObject({ kind: 'update', set: { state: 'resolved' } });
  });

  it('fires what was pending since a clock that was ahead, from when the clock of now says', () => {
    const earlier = { ...signal, startsAtMs: startMs - 86_400_000 };
    expect(applySignal({ ...active, state: 'pending' }, earlier)).toMatchObject({ kind: 'update', set: { state: 'firing', startsAt: startMs - 86_400_000 } });
    expect(applySignal({ ...active, state: 'pending' }, { ...signal, startsAtMs: startMs + 1 })).not.toHaveProperty('set.startsAt');
  });

  it('of a program outside ends what began by a clock that was ahead, though it does not remember the beginning', () => {
    const over: AlertSignal = { ...signal, source: 'api', kind: 'ended', resolution: 'source', atMs: startMs - 86_400_000, startsAtMs: startMs - 86_400_000 };
    expect(applySignal({ ...active, source: 'api' }, over)).toMatchObject({ kind: 'update', set: { state: 'resolved' } });
    expect(applySignal({ ...active, source: 'api' }, { ...over, atMs: startMs - 1, startsAtMs: startMs - 2 })).toEqual({ kind: 'none' });
  });

  it('that time is over is nothing once the program outside has said again that it goes on', () => {
    const alert: ActiveAlert = { ...active, source: 'api', activeUntil: startMs + 300_000 };
    const over: AlertSignal = { ...signal, source: 'api', kind: 'ended', resolution: 'timeout', activeUntilMs: startMs + 240_000 };
    expect(applySignal(alert, over)).toEqual({ kind: 'none' });
    expect(applySignal({ ...alert, activeUntil: startMs + 240_000 }, over)).toMatchObject({ kind: 'update', set: { resolution: 'timeout' } });
  });

  it('of a rule takes over what a program outside sent with the same labels, which cannot end it then', () => {
    const effect = applySignal({ ...active, source: 'api' }, signal);
    expect(effect).toMatchObject({ kind: 'update', set: { source: 'rule', ruleId: 'r1', activeUntil: null } });
    expect(effect).not.toHaveProperty('set.state');
    expect(applySignal(active, { ...signal, source: 'api', kind: 'ended', resolution: 'source' })).toEqual({ kind: 'none' });
  });
});

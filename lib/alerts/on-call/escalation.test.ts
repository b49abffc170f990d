import { describe, expect, it } from 'vitest';
import { startEscalation, stepEscalation, type EscalationState } from './escalation';
import { PolicySettings } from './schemas';

const id = '00000000-0000-4000-8000-00000000000a';
const minute = 60_000;

function policy(afterMinutes: number[], changed: object = {}): PolicySettings {
  return PolicySettings.parse({ name: 'P', steps: afterMinutes.map((each) => ({ afterMs: each * minute, targets: [{ kind: 'user', id }] })), ...changed });
}

/** What each tick tells, as `minute: round.step`, until it ends. */
function told(settings: PolicySettings, ticks: number[]): string[] {
  let state: EscalationState = startEscalation(settings, 0);
  return ticks.flatMap((tick) => {
    const { next, due } = stepEscalation(settings, state, tick * minute);
    state = next;
    const steps = due.map(({ round, step }) => `${tick}: ${round}.${step}`);
    return next.ended === null ? steps : [...steps, `${tick}: ${next.ended}`];
  });
}

describe('an escalation', () => {
  it.each<[string, PolicySettings, number[], string[]]>([
    ['tells the first at once and the others in their time', policy([0, 5, 10]), [0, 4, 5, 14, 15], ['0: 0.0', '5: 0.1', '15: 0.2', '15: exhausted']],
    ['waits for the first step too', policy([5]), [0, 4, 5], ['5: 0.0', '5: exhausted']],
    ['tells steps without a time between them together', policy([0, 0, 5]), [0, 5], ['0: 0.0', '0: 0.1', '5: 0.2', '5: exhausted']],
    ['goes through all again', policy([0, 5], { repeats: 2, repeatAfterMs: 30 * minute }), [0, 5, 34, 35, 40, 70, 75, 200], ['0: 0.0', '5: 0.1', '35: 1.0', '40: 1.1', '70: 2.0', '75: 2.1', '75: exhausted', '200: exhausted']],
    ['does not drift when a tick is a little late', policy([0, 5, 5]), [0.5, 5, 10.9], ['0.5: 0.0', '5: 0.1', '10.9: 0.2', '10.9: exhausted']],
    ['gives each step its time after an outage', policy([0, 5, 5]), [120, 121, 125, 130], ['120: 0.0', '125: 0.1', '130: 0.2', '130: exhausted']],
  ])('%s', (_, settings, ticks, expected) => {
    expect(told(settings, ticks)).toEqual(expected);
  });

  it('ends when the policy has fewer steps now', () => {
    const state: EscalationState = { round: 0, step: 2, startedAtMs: 0, dueMs: 5, ended: null };
    expect(stepEscalation(policy([0]), state, 10)).toMatchObject({ due: [], next: { ended: 'exhausted', dueMs: null } });
    expect(stepEscalation(policy([0], { repeats: 1 }), state, 10)).toMatchObject({ due: [], next: { ended: null, round: 1, step: 0 } });
  });

  it.each(['acknowledged', 'resolved', 'policy_removed'] as const)('that is %s tells nobody', (ended) => {
    const state: EscalationState = { round: 0, step: 0, startedAtMs: 0, dueMs: null, ended };
    expect(stepEscalation(policy([0]), state, 10)).toEqual({ next: state, due: [], reason: 'The escalation by the policy "P" is over.' });
  });

  it('says why', () => {
    const settings = policy([0, 5], { repeats: 1 });
    const first = stepEscalation(settings, startEscalation(settings, 0), 0);
    const second = stepEscalation(settings, first.next, 5 * minute);
    const third = stepEscalation(settings, second.next, 35 * minute);
    expect([first, stepEscalation(settings, first.next, minute), second, third, stepEscalation(settings, third.next, 40 * minute)].map(({ reason }) => reason)).toEqual([
      'The escalation begins: step 1 of 2 of the policy "P" is due.',
      'The policy "P" waits for step 2 of 2.',
      'Nobody has acknowledged: step 2 of 2 of the policy "P" is due.',
      'Nobody has acknowledged: step 1 of 2 of the policy "P" in repeat 1 of 1 is due.',
      'Nobody has acknowledged: step 2 of 2 of the policy "P" in repeat 1 of 1 is due, the last one.',
    ]);
  });
});

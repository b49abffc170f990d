import { z } from 'zod';
import { timeMs } from '../schemas';
import type { EscalationTarget, PolicySettings } from './schemas';

/** How far an escalation came: `step` of `round` is the next one, both counted from 0. */
export const EscalationState = z.strictObject({
  round: z.number().int().min(0),
  step: z.number().int().min(0),
  startedAtMs: timeMs,
  dueMs: timeMs.nullable().describe('When the next step tells somebody; null when it ended'),
  ended: z.enum(['acknowledged', 'resolved', 'exhausted', 'policy_removed']).nullable(),
});
export type EscalationState = z.infer<typeof EscalationState>;

interface EscalationStep {
  step: number;
  round: number;
  targets: EscalationTarget[];
}

/** A step that comes later than this after its time, as after an outage, gives its people their whole time before the next one. */
const toleratedLateMs = 60_000;

/** An escalation that begins now: the first step is due at once or after its time. */
export function startEscalation(policy: PolicySettings, nowMs: number): EscalationState {
  return { round: 0, step: 0, startedAtMs: nowMs, dueMs: nowMs + (policy.steps[0]?.afterMs ?? 0), ended: null };
}

/** Goes through the steps that are due; `next` is what to keep and `due` whom to tell now. Times are in milliseconds since 1970. */
export function stepEscalation(policy: PolicySettings, state: EscalationState, nowMs: number): { next: EscalationState; due: EscalationStep[]; reason: string } {
  const due: EscalationStep[] = [];
  let next = state;
  while (next.ended === null && next.dueMs !== null && next.dueMs <= nowMs) {
    const { step, round, dueMs } = next;
    const told = policy.steps[step];
    if (told) due.push({ step, round, targets: told.targets });
    next = { ...next, ...following(policy, next, nowMs - dueMs > toleratedLateMs ? nowMs : dueMs) };
  }
  return { next, due, reason: reasonOf(policy, due, next) };
}

function following(policy: PolicySettings, { step, round }: EscalationState, fromMs: number): Pick<EscalationState, 'step' | 'round' | 'dueMs' | 'ended'> {
  const later = policy.steps[step + 1];
  if (later) return { step: step + 1, round, dueMs: fromMs + later.afterMs, ended: null };
  if (round < policy.repeats) return { step: 0, round: round + 1, dueMs: fromMs + policy.repeatAfterMs, ended: null };
  return { step, round, dueMs: null, ended: 'exhausted' };
}

function reasonOf(policy: PolicySettings, due: readonly EscalationStep[], next: EscalationState): string {
  const policyName = JSON.stringify(policy.name);
  const [first] = due;
  if (!first) return next.ended === null ? `The policy ${policyName} waits for step ${next.step + 1} of ${policy.steps.length}.` : `The escalation by the policy ${policyName} is over.`;
  const steps = due.length === 1 ? `step ${first.step + 1}` : `steps ${due.map(({ step }) => step + 1).join(', ')}`;
  const round = first.round === 0 ? '' : ` in repeat ${first.round} of ${policy.repeats}`;
  const cause = first.step === 0 && first.round === 0 ? 'The escalation begins' : 'Nobody has acknowledged';
  return `${cause}: ${steps} of ${policy.steps.length} of the policy ${policyName}${round} ${due.length === 1 ? 'is' : 'are'} due${next.ended === 'exhausted' ? ', the last one' : ''}.`;
}

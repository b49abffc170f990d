import { startEscalation, stepEscalation, type EscalationState } from '../on-call/escalation';
import type { PolicySettings } from '../on-call/schemas';
import type { Group } from './group-state';
import type { PlanAlert } from './plan-types';
import { peopleOfTargets, type Wanted } from './recipients';
import type { EffectiveRoute } from './routing';
import type { Run } from './run';

export interface Escalated {
  wanted: Wanted[];
  /** Whether this is the first step of an escalation that began now. */
  isFirst: boolean;
}

/**
 * Takes the escalation of a group to this moment: it begins when the group is told, goes on while something fires that nobody acknowledged, waits
 * while all of that is suppressed, and ends with an acknowledgement. `loud` are the announced alerts that people are to be told of; `known` all announced ones.
 */
export function escalate(group: Group, route: EffectiveRoute | null, loud: readonly PlanAlert[], known: readonly PlanAlert[], run: Run): Escalated {
  const { nowMs, directory } = run.input;
  const policyId = route?.policyId ?? null;
  const policy = policyId === null ? undefined : directory.policies.get(policyId);
  const running = group.state.escalation;
  if (running && (running.policyId !== policyId || !policy)) endEscalation(group, 'policy_removed', known, 'Its escalation policy is not that of the route any more.', run);
  if (loud.length === 0) {
    if (known.length === 0) endEscalation(group, 'policy_removed', [], '', run);
    if (known.some(({ state }) => state === 'acknowledged')) endEscalation(group, 'acknowledged', known, 'Somebody acknowledged it, so nobody else is told.', run);
    return { wanted: [], isFirst: false };
  }
  if (policyId === null || !policy) return { wanted: [], isFirst: false };
  const ids = loud.map(({ id }) => id);
  const subject = { kind: 'policy' as const, id: policyId, name: policy.name };
  const isNew = group.state.escalation === null;
  if (isNew) {
    group.state.episode += 1;
    run.decide(ids, { stage: 'escalation', outcome: 'started', reason: `The escalation policy “${policy.name}” begins.`, subject });
  }
  const stored = group.state.escalation?.state ?? startEscalation(policy, nowMs);
  const { next, due, reason } = stepEscalation(policy, withinReach(stored, policy, nowMs), nowMs);
  if (isNew || next !== stored) keep(group, policyId, next, run);
  if (due.length === 0) return { wanted: [], isFirst: false };
  run.decide(ids, { stage: 'escalation', outcome: next.ended ?? 'step', reason, subject });
  const targets = due.flatMap((step) => step.targets);
  const { wanted, findings } = peopleOfTargets(targets, `step ${due.map(({ step }) => step + 1).join(' and ')} of the policy “${policy.name}”`, directory, nowMs);
  for (const finding of findings) run.decide(ids, finding);
  return { wanted, isFirst: isNew };
}

/** No step is further away than its own delay: the clock was set back, or the policy was made faster. */
export function withinReach(state: EscalationState, policy: PolicySettings, nowMs: number): EscalationState {
  const delayMs = state.step === 0 && state.round > 0 ? policy.repeatAfterMs : (policy.steps[state.step]?.afterMs ?? 0);
  return state.dueMs !== null && state.dueMs > nowMs + delayMs ? { ...state, dueMs: nowMs + delayMs } : state;
}

/** Ends what runs, if anything does. */
export function endEscalation(group: Group, ended: NonNullable<EscalationState['ended']>, known: readonly PlanAlert[], reason: string, run: Run): void {
  const running = group.state.escalation;
  if (!running) return;
  group.state.escalation = null;
  if (running.state.ended !== null) return;
  run.escalations.push({ groupKey: group.key, policyId: running.policyId, state: { ...running.state, ended, dueMs: null } });
  const subject = { kind: 'policy' as const, id: running.policyId, name: run.input.directory.policies.get(running.policyId)?.name ?? 'a deleted policy' };
  run.decide(known.map(({ id }) => id), { stage: 'escalation', outcome: ended, reason, subject });
}

function keep(group: Group, policyId: string, state: EscalationState, run: Run): void {
  group.state.escalation = { policyId, state };
  run.escalations.push({ groupKey: group.key, policyId, state });
}

import type { Decision, Plan, PlanAlert, PlanInput } from './plan-types';
import { announce, type Group } from './group-state';

/** What a planning carries from one stage to the next, and what comes out of it. */
export interface Run {
  input: PlanInput;
  /** By id, with the state and the suppression of now. */
  alerts: Map<string, PlanAlert>;
  escalations: Plan['escalations'];
  deliveries: Plan['deliveries'];
  decide(alertIds: readonly string[], decision: Omit<Decision, 'alertIds'>): void;
  decisions(): Decision[];
  /** A group is past waiting for these alerts. */
  announce(group: Group, ids: readonly string[]): void;
  /** Whether somebody knows by another group already that an alert fires. */
  isToldElsewhere(alertId: string, recipientKey: string, than: Group): boolean;
  /** Something becomes due at this time. */
  due(atMs: number | null): void;
  nextDueMs(): number | null;
}

/** Decisions that are the same are kept together, so that a storm of alerts is one of them. */
export function startRun(input: PlanInput, alerts: Map<string, PlanAlert>, groups: ReadonlyMap<string, Group>): Run {
  const holders = indexOf(groups);
  const byKey = new Map<string, Decision>();
  let nextMs = Number.POSITIVE_INFINITY;
  return {
    input,
    alerts,
    escalations: [],
    deliveries: [],
    decide(alertIds, decision) {
      if (alertIds.length === 0) return;
      const key = JSON.stringify(decision);
      const known = byKey.get(key);
      if (known) for (const id of alertIds) known.alertIds.push(id);
      else byKey.set(key, { ...decision, alertIds: [...alertIds] });
    },
    decisions: () => [...byKey.values()],
    announce(group, ids) {
      for (const id of ids) {
        if (group.announced.has(id)) continue;
        announce(group, [id]);
        add(holders, id, group);
      }
    },
    isToldElsewhere: (alertId, recipientKey, than) => holders.get(alertId)?.some((group) => group !== than && group.announced.get(alertId)?.has(recipientKey)) ?? false,
    due(atMs) {
      if (atMs !== null) nextMs = Math.min(nextMs, Math.max(atMs, input.nowMs + 1));
    },
    nextDueMs: () => (Number.isFinite(nextMs) ? nextMs : null),
  };
}

/** Which groups announced which alert. */
function indexOf(groups: ReadonlyMap<string, Group>): Map<string, Group[]> {
  const index = new Map<string, Group[]>();
  for (const group of groups.values()) for (const id of group.announced.keys()) add(index, id, group);
  return index;
}

function add(index: Map<string, Group[]>, id: string, group: Group): void {
  const known = index.get(id);
  if (known) known.push(group);
  else index.set(id, [group]);
}
